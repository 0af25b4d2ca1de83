import { answer } from '@registrar/shared/http/answer'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { MiddlewareHandler } from 'hono'

const EXPOSED = 'location, retry-after, ratelimit, ratelimit-policy, x-request-id'

/** What a page may send (Fetch standard, 3.3.2); browsers remember it for ten minutes. */
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers': 'content-type, idempotency-key, traceparent, x-request-id',
  'access-control-max-age': '600',
}

/**
 * Lets pages of exactly `origins` call the API. Without any, no page of another origin can read an answer. Hono's own
 * middleware writes into answers that are made already, event streams not among them.
 */
export function crossOrigin(origins: string[]): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const headers = c.get('headers')
    headers['vary'] = 'Origin'
    const origin = c.req.header('origin')
    const isAllowed = origin !== undefined && origins.includes(origin)
    if (isAllowed)
      Object.assign(headers, { 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED })
    if (c.req.method === 'OPTIONS') return answer(c, 204, null, isAllowed ? PREFLIGHT : {})
    return next()
  }
}
