import { randomBytes } from 'node:crypto'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { Context } from 'hono'
import { cookiesNamed, sendCookie } from './cookies.ts'

const NAME = 'registrar-session'
const WELL_FORMED = /^[\w-]{22}$/

/** More than the tabs that a browser opens at once. */
const MAX_SESSIONS = 20

/**
 * The values that this browser's CSRF tokens are bound to; they say nothing about anybody. A browser has several when it
 * has opened several tabs before it got its first cookie: each came under a name of its own, or the last would have
 * replaced the others, and with them their forms.
 */
export const sessionsOf = (c: Context<HttpEnv>): string[] =>
  cookiesNamed(c, NAME)
    .filter((value) => WELL_FORMED.test(value))
    .slice(0, MAX_SESSIONS)

/** One of them, after giving this browser one if it has none. */
export function ensureSession(c: Context<HttpEnv>): string {
  const [held] = sessionsOf(c)
  if (held) return held
  const fresh = randomBytes(16).toString('base64url')
  sendCookie(c, `${NAME}-${randomBytes(4).toString('hex')}`, fresh)
  return fresh
}
