import type { Context } from 'hono'
import { answer } from '../http/answer-headers.ts'
import type { HttpEnv } from '../http/http-env.ts'
import { parseJsonObject } from '../http/json-object.ts'
import { demandJson, readBody } from '../http/request-body.ts'
import { linksOf } from '../status/read-registration.ts'
import type { AcceptRegistration } from './accept-registration.ts'
import { parseIdempotencyKey } from './idempotency.ts'
import type { ValidateRegistration } from './validate-registration.ts'

export type RegisterDeps = {
  validateRegistration: ValidateRegistration
  accept: AcceptRegistration
}

/** `POST /register` with JSON: validate, accept, answer 202. Nothing here is slow. */
export function registerRoute({ validateRegistration, accept }: RegisterDeps) {
  return async (c: Context<HttpEnv>) => {
    demandJson(c.req)
    const idempotencyKey = parseIdempotencyKey(c.req.header('idempotency-key'))
    const request = await validateRegistration(parseJsonObject(await readBody(c.req)))
    const jobId = await accept(request, { requestId: c.var.requestId, idempotencyKey })
    const links = linksOf(jobId)
    return answer(c, { jobId, status: 'queued', links }, 202, { location: links.self, 'retry-after': '1' })
  }
}
