import { randomUUID } from 'node:crypto'
import type { HonoRequest } from 'hono'

/** What a proxy or client may choose: short, and nothing that could forge a log line. */
const WELL_FORMED = /^[A-Za-z0-9._-]{8,64}$/

/** The X-Request-Id of the request where that is well-formed, else a new one. */
export function requestIdOf(request: HonoRequest): string {
  const given = request.header('x-request-id')
  return given && WELL_FORMED.test(given) ? given : randomUUID()
}
