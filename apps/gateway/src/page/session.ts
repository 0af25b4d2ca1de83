import { randomBytes } from 'node:crypto'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { Context } from 'hono'
import { readCookie, sendCookie } from './cookies.ts'

const COOKIE = 'registrar-session'
const WELL_FORMED = /^[\w-]{22}$/

/** The value that this browser's CSRF tokens are bound to; undefined when it has none. It says nothing about anybody. */
export function sessionOf(c: Context<HttpEnv>): string | undefined {
  const value = readCookie(c, COOKIE)
  return value && WELL_FORMED.test(value) ? value : undefined
}

/** The same, after giving this browser one if it has none. */
export function ensureSession(c: Context<HttpEnv>): string {
  const held = sessionOf(c)
  if (held) return held
  const fresh = randomBytes(16).toString('base64url')
  sendCookie(c, COOKIE, fresh)
  return fresh
}
