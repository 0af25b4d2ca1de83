import { answer } from '@registrar/shared/http/answer'
import { type HttpEnv, trailOf } from '@registrar/shared/http/http-env'
import { demandUtf8, readBody } from '@registrar/shared/http/request-body'
import type { Context } from 'hono'
import { linksOf } from '../http/paths.ts'
import type { RegisterDeps } from '../register/register-route.ts'
import type { Csrf } from './csrf.ts'
import { parseForm } from './form-body.ts'
import { keepName } from './kept-name.ts'
import { demandOwnOrigin } from './own-origin.ts'
import { sessionsOf } from './session.ts'
import { noteTypedName } from './typed-name.ts'

/** The media type of the page's form. */
export const FORM = 'application/x-www-form-urlencoded'

export type FormDeps = RegisterDeps & { csrf: Csrf }

/** `POST /register` with the page's form: the same as JSON, but answered with pages. */
export function formRoute({ limitRate, validateRegistration, accept, csrf }: FormDeps) {
  return async (c: Context<HttpEnv>) => {
    demandUtf8(c.req, FORM)
    const { token, ...fields } = parseForm(await readBody(c))
    demandOwnOrigin(c)
    const username = asText(fields['username'])?.trim() // phone keyboards put a space after a word that they complete
    if (username) noteTypedName(c, username)
    const limit = limitRate(c)
    await limit.count()
    const nonce = csrf.verify(asText(token), sessionsOf(c))
    const request = await validateRegistration(
      filledIn({ ...fields, ...(username !== undefined && { username }) }),
      limit,
    )
    // The nonce makes a double click, a reload and the way back to the same form one registration.
    const jobId = await accept(request, { ...trailOf(c), idempotencyKey: `form:${nonce}`, limit })
    keepName(c, jobId, request.username)
    return answer(c, 303, null, { location: linksOf(jobId).self, 'cache-control': 'no-store' })
  }
}

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** A form sends its empty fields too: for the user they are missing, not too short. */
const filledIn = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
