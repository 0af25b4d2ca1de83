import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { GatewayEnv } from './gateway-env.ts'

/** What a proxy or client may choose: short, and nothing that could forge a log line. */
const WELL_FORMED = /^[A-Za-z0-9._-]{8,64}$/

/** Takes a well-formed X-Request-Id over, else makes one, and gives it back with the answer. */
export function requestId(): MiddlewareHandler<GatewayEnv> {
  return async (c, next) => {
    const given = c.req.header('x-request-id')
    const id = given && WELL_FORMED.test(given) ? given : randomUUID()
    c.set('requestId', id)
    await next()
    c.res.headers.set('x-request-id', id)
  }
}
