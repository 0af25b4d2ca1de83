import { answer } from '@registrar/shared/http/answer'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import { Refusal } from '@registrar/shared/http/refusal'
import { demandUtf8, readBody } from '@registrar/shared/http/request-body'
import type { Context } from 'hono'
import { linksOf } from '../http/paths.ts'
import type { RegisterDeps } from '../register/register-route.ts'
import { type Csrf, demandOwnOrigin } from './csrf.ts'
import { parseForm } from './form-body.ts'
import { keepName } from './kept-name.ts'
import type { PageRenderer } from './page-renderer.ts'
import { acceptsHtml, prefersHtml } from './prefers-html.ts'
import { sessionOf } from './session.ts'

/** The media type of the page's form. */
export const FORM = 'application/x-www-form-urlencoded'

export type FormDeps = RegisterDeps & { csrf: Csrf; render: Pick<PageRenderer, 'refusal'> }

/** `POST /register` with the page's form: the same as JSON, but answered with pages. */
export function formRoute({ validateRegistration, accept, csrf, render }: FormDeps) {
  return async (c: Context<HttpEnv>) => {
    demandUtf8(c.req, FORM)
    const { token, ...fields } = parseForm(await readBody(c))
    let username: string | undefined
    try {
      demandOwnOrigin((name) => c.req.header(name))
      username = asText(fields['username'])
      const nonce = csrf.verify(asText(token), sessionOf(c))
      const request = await validateRegistration(filledIn(fields))
      // The nonce makes a double click, a reload and the way back to the same form one registration.
      const jobId = await accept(request, { requestId: c.get('requestId'), idempotencyKey: `form:${nonce}` })
      keepName(c, jobId, request.username)
      return answer(c, 303, null, { location: linksOf(jobId).self, 'cache-control': 'no-store' })
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
