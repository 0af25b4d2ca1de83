import type { Context, MiddlewareHandler } from 'hono'
import type { HttpEnv } from './http-env.ts'

// What an API answer needs of OWASP's REST recommendations; the page brings a policy of its own. A job id is a
// capability: no referrer may carry it, no frame may show it.
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

/** Sets the headers that every answer to this request carries, where it does not have them yet. */
export function answerHeaders(): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    c.set('headers', { ...SECURITY_HEADERS, 'x-request-id': c.var.requestId })
    await next()
    for (const [name, value] of Object.entries(c.var.headers))
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  }
}

/**
 * The JSON answers that are asked for by the thousand, all their headers in one piece: to touch those of a finished answer
 * costs more than to make it.
 */
export function answer(c: Context<HttpEnv>, body: object, status: number, headers: Record<string, string>): Response {
  const all = { 'content-type': 'application/json', 'cache-control': 'no-store', ...c.var.headers, ...headers }
  c.set('headers', {}) // nothing is left to be set
  return new Response(JSON.stringify(body), { status, headers: all })
}
