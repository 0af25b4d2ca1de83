import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { Context } from 'hono'
import { generateCookie, getCookie } from 'hono/cookie'

/** On https the name has the prefix that keeps other hosts and plain http from setting it (RFC 6265bis, 4.1.3.2). */
const prefixFor = (c: Context<HttpEnv>) => (c.get('client').isHttps ? ('host' as const) : undefined)

export const readCookie = (c: Context<HttpEnv>, name: string): string | undefined => getCookie(c, name, prefixFor(c))

/** The values of all cookies whose name is `name`, or `name` with a suffix after a hyphen. */
export function cookiesNamed(c: Context<HttpEnv>, name: string): string[] {
  const full = prefixFor(c) ? `__Host-${name}` : name
  return Object.entries(getCookie(c))
    .filter(([key]) => key === full || key.startsWith(`${full}-`))
    .map(([, value]) => value)
}

/** Sends a cookie with the answer to this request, unreadable to scripts. One at the most: a second replaces it. */
export function sendCookie(c: Context<HttpEnv>, name: string, value: string, maxAgeSeconds?: number): void {
  const prefix = prefixFor(c)
  c.get('headers')['set-cookie'] = generateCookie(name, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    ...(prefix && { prefix }),
    ...(maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds }),
  })
}
