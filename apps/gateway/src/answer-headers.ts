import type { MiddlewareHandler } from 'hono'

// What an API answer needs of OWASP's REST recommendations; the page brings a policy of its own. A job id is a
// capability: no referrer may carry it, no frame may show it.
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

/** Sets the security headers that an answer does not have yet. */
export function answerHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(SECURITY_HEADERS))
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  }
}
