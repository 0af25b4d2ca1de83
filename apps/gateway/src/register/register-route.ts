import type { AcceptedRegistration } from '@registrar/shared/contract/registration'
import { answerJson } from '@registrar/shared/http/answer'
import { type HttpEnv, trailOf } from '@registrar/shared/http/http-env'
import { parseJsonObject } from '@registrar/shared/http/json-object'
import { Refusal } from '@registrar/shared/http/refusal'
import { demandUtf8, readBody } from '@registrar/shared/http/request-body'
import type { Context } from 'hono'
import { linksOf } from '../http/paths.ts'
import type { LimitRate } from '../limits/rate-limit.ts'
import type { AcceptRegistration } from './accept-registration.ts'
import { parseIdempotencyKey } from './idempotency.ts'
import type { ValidateRegistration } from './validate-registration.ts'

export type RegisterDeps = {
  limitRate: LimitRate
  validateRegistration: ValidateRegistration
  accept: AcceptRegistration
}

/**
 * `POST /register` with JSON: validate, accept, answer 202. Nothing here is slow. A request that is accepted is counted by
 * the rate limit in the same turn in which its job is added; one that is refused is counted then.
 */
export function registerRoute({ limitRate, validateRegistration, accept }: RegisterDeps) {
  return async (c: Context<HttpEnv>) => {
    const limit = limitRate(c)
    let jobId: string
    try {
      demandUtf8(c.req, 'application/json')
      const idempotencyKey = parseIdempotencyKey(c.req.header('idempotency-key'))
      const request = await validateRegistration(parseJsonObject(await readBody(c)), limit)
      jobId = await accept(request, { ...trailOf(c), idempotencyKey, limit })
    } catch (error) {
      // That there are too many is answered first; an unforeseen error is logged, whatever else is wrong.
      await limit.count().catch((refusal) => {
        throw error instanceof Refusal ? refusal : error
      })
      throw error
    }
    const links = linksOf(jobId)
    const accepted: AcceptedRegistration = { jobId, status: 'queued', links }
    return answerJson(c, 202, accepted, { location: links.self, 'retry-after': '1' })
  }
}
