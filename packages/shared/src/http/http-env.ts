import type { HttpBindings } from '@hono/node-server'
import type { Context, MiddlewareHandler, Next } from 'hono'
import { matchedRoutes } from 'hono/route'
import { requestAnswered } from '../telemetry/observations.ts'
import type { Client } from './client-address.ts'
import { requestIdOf } from './request-id.ts'
import { traceparentOf } from './traceparent.ts'

/** What every request carries from its first middleware to its answer. Read it by `c.get`: `c.var` copies all of it. */
export type HttpEnv = {
  Bindings: HttpBindings
  Variables: {
    /** In the answer, in problem documents and in every log line about the request, of every process. */
    requestId: string
    /** The trace that the request belongs to, where it names one; in the same log lines. */
    traceparent: string | undefined
    client: Client
    /** What every answer to this request carries. Middleware adds to it; `answer` sends it. */
    headers: Record<string, string>
    /** True once the client is kept waiting for something to happen: the time says nothing about the service. */
    waits?: boolean
  }
}

// What an API answer needs of OWASP's REST recommendations; a page brings a policy of its own. An address may be a
// capability, as that of a registration is: no referrer may carry it, no frame may show it.
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

/** The first middleware of every request. */
export function beginRequest(clientOf: (c: Context) => Client): MiddlewareHandler<HttpEnv> {
  return (c, next) => {
    const requestId = requestIdOf(c.req)
    c.set('requestId', requestId)
    c.set('traceparent', traceparentOf(c.req))
    c.set('client', clientOf(c))
    c.set('headers', { ...SECURITY_HEADERS, 'x-request-id': requestId })
    return requestAnswered.hasSubscribers ? timed(c, next) : next()
  }
}

/** By what a request is found again in the log lines of every process, and in those of the systems around. */
export type Trail = { requestId: string; traceparent?: string | undefined }

export const trailOf = (c: Context<HttpEnv>): Trail => ({
  requestId: c.get('requestId'),
  traceparent: c.get('traceparent'),
})

async function timed(c: Context<HttpEnv>, next: Next): Promise<void> {
  const startedAt = performance.now()
  await next()
  if (c.get('waits')) return
  const seconds = (performance.now() - startedAt) / 1_000
  requestAnswered.publish({ method: c.req.method, route: routeOf(c), status: c.res.status, seconds })
}

/** The path of the first route that matched and is more than middleware for all. */
const routeOf = (c: Context) => matchedRoutes(c).find(({ path }) => path !== '/*')?.path
