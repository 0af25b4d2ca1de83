import type { Context } from 'hono'
import type { HttpEnv } from '../http/http-env.ts'
import { Refusal } from '../http/refusal.ts'
import { demandForm, readBody } from '../http/request-body.ts'
import type { RegisterDeps } from '../register/register-route.ts'
import { linksOf } from '../status/read-registration.ts'
import { type Csrf, demandOwnOrigin } from './csrf.ts'
import { parseForm } from './form-body.ts'
import { keepName } from './kept-name.ts'
import type { PageRenderer } from './page-renderer.ts'
import { acceptsHtml, prefersHtml } from './prefers-html.ts'
import { sessionOf } from './session.ts'

export type FormDeps = RegisterDeps & {
  csrf: Csrf
  render: Pick<PageRenderer, 'refusal'>
  isHttps: (c: Context) => boolean
}

/** `POST /register` with the page's form: the same as JSON, but answered with pages. */
export function formRoute({ validateRegistration, accept, csrf, render, isHttps }: FormDeps) {
  return async (c: Context<HttpEnv>) => {
    demandForm(c.req)
    const { token, ...fields } = parseForm(await readBody(c.req))
    let username: string | undefined
    try {
      demandOwnOrigin((name) => c.req.header(name))
      username = asText(fields['username'])
      const nonce = csrf.verify(asText(token), sessionOf(c, isHttps(c)))
      const request = await validateRegistration(filledIn(fields))
      // The nonce makes a double click, a reload and the way back to the same form one registration.
      const jobId = await accept(request, { requestId: c.var.requestId, idempotencyKey: `form:${nonce}` })
      keepName(c, jobId, request.username, isHttps(c))
      c.header('cache-control', 'no-store')
      return c.redirect(linksOf(jobId).self, 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const wantsPage = error.code === 'csrf_rejected' ? prefersHtml(c) : acceptsHtml(c)
      if (!wantsPage) throw error
      return render.refusal(c, error, username)
    }
  }
}

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** A form sends its empty fields too: to a person they are missing, not too short. */
const filledIn = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
