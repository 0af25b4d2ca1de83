import type { Registration } from '@registrar/shared/contract/registration'
import { answer } from '@registrar/shared/http/answer'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { Refusal } from '@registrar/shared/http/refusal'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { jobIdIn, ROUTES } from '../http/paths.ts'
import type { Assets } from './assets.ts'
import { chooseLanguage } from './choose-language.ts'
import type { Csrf } from './csrf.ts'
import { documentOf, type View } from './document.ts'
import { formFaults } from './form-faults.ts'
import { keptName } from './kept-name.ts'
import { pageHeaders } from './page-headers.ts'
import type { PageSettings } from './page-settings.ts'
import { awayView, registrationView } from './registration-views.ts'
import { ensureSession } from './session.ts'
import { type FormContent, signUpForm } from './sign-up-form.ts'
import type { Languages, Strings } from './strings.ts'
import { typedName } from './typed-name.ts'

export type PageRendererDeps = {
  settings: PageSettings
  languages: Languages
  urlOf: Assets['urlOf']
  csrf: Csrf
  /** In code points: stated on the form. */
  passwordMinLength: number
}

/** What a person sees. */
export type PageRenderer = {
  /** `GET /register`: the empty form. */
  form(c: Context<HttpEnv>): Promise<Response>
  /** The state of a registration; `headers` go with it. */
  registration(c: Context<HttpEnv>, registration: Registration, headers: Record<string, string>): Promise<Response>
  /** A refusal as a page: the form again where that helps, with the name kept and never the password. */
  refusal(c: Context<HttpEnv>, refusal: Refusal): Promise<Response>
}

export function createPageRenderer(deps: PageRendererDeps): PageRenderer {
  const { settings, languages, urlOf, csrf, passwordMinLength } = deps
  const common = { ...pageHeaders(settings), 'content-type': 'text/html; charset=UTF-8', 'cache-control': 'no-store' }

  const show = async (c: Context<HttpEnv>, status: number, view: View, headers: Record<string, string> = {}) => {
    const words = chooseLanguage(c, languages)
    const document = await documentOf({ words, settings, urlOf }, view)
    return answer(c, status, String(document), { ...common, 'content-language': words.tag, ...headers })
  }

  /** What each form needs: a token of its own, so that each attempt has a nonce of its own. */
  const formBasis = (c: Context<HttpEnv>) => ({ token: csrf.issue(ensureSession(c)), passwordMinLength })

  const formView = (c: Context<HttpEnv>, content: Omit<FormContent, keyof ReturnType<typeof formBasis>>): View => {
    const words = chooseLanguage(c, languages)
    const { heading, lead, error } = words.form
    const titlePrefix = content.faults || content.notice ? error : undefined
    return { heading, lead, titlePrefix, sheet: signUpForm(words, { ...formBasis(c), ...content }) }
  }

  const refusalView = (c: Context<HttpEnv>, refusal: Refusal): View => {
    const words = chooseLanguage(c, languages)
    const { code } = refusal
    if (code === 'not_found') return notFoundView(words)
    const jobId = jobIdIn(c)
    if (jobId) return awayView(words, jobId)
    const username = typedName(c)
    if (code === 'invalid_registration') return formView(c, { username, faults: formFaults(refusal, words) })
    return formView(c, { username, notice: words.refusals[code as keyof Strings['refusals']] ?? words.refusals.other })
  }

  return {
    // Neither no-store nor Vary: Cookie: a browser that returns to the form gets the same nonce again, and so the registration
    // that it has led to.
    form: (c) => show(c, 200, formView(c, {}), { 'cache-control': 'private, no-cache' }),

    registration(c, registration, headers) {
      const view = registrationView(chooseLanguage(c, languages), {
        registration,
        username: keptName(c, registration.jobId),
        returnUrl: settings.returnUrl,
        form: () => formBasis(c),
      })
      return show(c, 200, view, headers)
    },

    refusal: (c, refusal) => show(c, refusal.status, refusalView(c, refusal), refusal.headers),
  }
}

const notFoundView = ({ notFound: { heading, lead, begin } }: Strings): View => ({
  heading,
  lead,
  sheet: html`<a class="button" href="${ROUTES.register}">${begin}</a>`,
})
