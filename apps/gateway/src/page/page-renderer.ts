import type { Registration } from '@registrar/shared/contract/registration'
import type { Context, MiddlewareHandler } from 'hono'
import { html } from 'hono/html'
import type { HttpEnv } from '../http/http-env.ts'
import type { Refusal } from '../http/refusal.ts'
import type { Assets } from './assets.ts'
import { chooseLanguage } from './choose-language.ts'
import type { Csrf } from './csrf.ts'
import { documentOf, type View } from './document.ts'
import { formFaults } from './form-faults.ts'
import { keptName } from './kept-name.ts'
import { pageHeaders } from './page-headers.ts'
import type { PageSettings } from './page-settings.ts'
import { prefersHtml } from './prefers-html.ts'
import { awayView, registrationView } from './registration-views.ts'
import { ensureSession } from './session.ts'
import { type FormContent, signUpForm } from './sign-up-form.ts'
import type { Languages } from './strings.ts'

export type PageRendererDeps = {
  settings: PageSettings
  languages: Languages
  urlOf: Assets['urlOf']
  csrf: Csrf
  /** In code points: stated on the form. */
  passwordMinLength: number
  /** Whether the browser came by https, as far as we can know. */
  isHttps: (c: Context) => boolean
}

/** What a person sees. */
export type PageRenderer = {
  /** `GET /register`: the empty form. */
  form(c: Context): Response | Promise<Response>
  /** Turns the answer about a registration into a page, for a browser. */
  dress: MiddlewareHandler<HttpEnv>
  /** A refusal as a page: the form again where that helps, with the name kept and never the password. */
  refusal(c: Context, refusal: Refusal, username?: string): Response | Promise<Response>
}

export function createPageRenderer(deps: PageRendererDeps): PageRenderer {
  const { settings, languages, urlOf, csrf, passwordMinLength, isHttps } = deps
  const headers = pageHeaders(settings)

  const show = (c: Context, view: View, status: number, more: Record<string, string>) => {
    const words = chooseLanguage(c, languages)
    return c.html(documentOf({ words, settings, urlOf }, view), status as 200, {
      ...headers,
      'content-language': words.tag,
      ...more,
    })
  }

  /** What each form needs: a token of its own, so that each attempt has a nonce of its own. */
  const formBasis = (c: Context) => ({ token: csrf.issue(ensureSession(c, isHttps(c))), passwordMinLength })

  const formView = (c: Context, content: Omit<FormContent, keyof ReturnType<typeof formBasis>>): View => {
    const words = chooseLanguage(c, languages)
    const { heading, lead, error } = words.form
    const titlePrefix = content.faults || content.notice ? error : undefined
    return { heading, lead, titlePrefix, sheet: signUpForm(words, { ...formBasis(c), ...content }) }
  }

  return {
    form(c) {
      // Neither no-store nor Vary: Cookie: who comes back to the form meets the same nonce again, and so the registration
      // that it has led to.
      return show(c, formView(c, {}), 200, { 'cache-control': 'private, no-cache' })
    },

    async dress(c, next) {
      if (!prefersHtml(c)) return next()
      c.set('headers', { ...c.var.headers, ...headers }) // the page's own in place of those of the JSON that it is made of
      await next()
      if (c.error || !c.res.ok) return
      const registration = (await c.res.clone().json()) as Registration
      const view = registrationView(chooseLanguage(c, languages), {
        registration,
        username: keptName(c, registration.jobId, isHttps(c)),
        returnUrl: settings.returnUrl,
        form: () => formBasis(c),
      })
      c.res = await show(c, view, 200, {}) // which takes over what the answer's headers say
    },

    refusal(c, refusal, username) {
      const words = chooseLanguage(c, languages)
      const problem = refusal.toResponse()
      const more = Object.fromEntries([...problem.headers].filter(([name]) => name !== 'content-type'))
      if (refusal.code === 'not_found') {
        const { heading, lead, begin } = words.notFound
        const sheet = html`<a class="button" href="/register">${begin}</a>`
        return show(c, { heading, lead, sheet }, problem.status, more)
      }
      const jobId = /^\/register\/([\da-f-]{36})$/.exec(c.req.path)?.[1]
      if (jobId) return show(c, awayView(words, jobId), problem.status, more)
      const why =
        refusal.code === 'invalid_registration'
          ? { faults: formFaults(refusal, words) }
          : { notice: words.refusals[refusal.code] ?? words.refusals.other }
      return show(c, formView(c, { username, ...why }), problem.status, more)
    },
  }
}
