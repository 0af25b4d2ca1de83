import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const COOKIE = 'registrar-session'
const WELL_FORMED = /^[\w-]{22}$/

/** On https the name has the prefix that keeps other hosts and plain http from setting it (RFC 6265bis, 4.1.3.2). */
const prefixOf = (isHttps: boolean) => (isHttps ? { prefix: 'host' as const } : {})

/** The value that this browser's CSRF tokens are bound to; undefined when it has none. It says nothing about anybody. */
export function sessionOf(c: Context, isHttps: boolean): string | undefined {
  const value = getCookie(c, COOKIE, prefixOf(isHttps).prefix)
  return value && WELL_FORMED.test(value) ? value : undefined
}

/** The same, after giving this browser one if it has none. */
export function ensureSession(c: Context, isHttps: boolean): string {
  const held = sessionOf(c, isHttps)
  if (held) return held
  const fresh = randomBytes(16).toString('base64url')
  setCookie(c, COOKIE, fresh, { ...prefixOf(isHttps), httpOnly: true, sameSite: 'Lax' })
  return fresh
}
