import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { HttpEnv } from './http-env.ts'

/** What a proxy or client may choose: short, and nothing that could forge a log line. */
const WELL_FORMED = /^[A-Za-z0-9._-]{8,64}$/

/** Takes a well-formed X-Request-Id over, else makes one; answerHeaders gives it back. */
export function requestId(): MiddlewareHandler<HttpEnv> {
  return (c, next) => {
    const given = c.req.header('x-request-id')
    c.set('requestId', given && WELL_FORMED.test(given) ? given : randomUUID())
    return next()
  }
}
