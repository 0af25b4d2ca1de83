import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const COOKIE = 'registrar-name'

/** Longer than anybody waits for an outcome. */
const LIFE_SECONDS = 3600

/**
 * The name that was registered under a job id, kept by the browser that sent it: the page greets with it, and fills the
 * form with it when the name was taken. Who else has the address of the registration does not learn the name.
 */
export function keepName(c: Context, jobId: string, username: string, isHttps: boolean): void {
  const value = `${jobId}.${Buffer.from(username).toString('base64url')}`
  setCookie(c, COOKIE, value, {
    ...(isHttps && { prefix: 'host' }),
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: LIFE_SECONDS,
  })
}

/** The name that this browser registered under `jobId`; undefined when it does not know. */
export function keptName(c: Context, jobId: string, isHttps: boolean): string | undefined {
  const [keptFor, name] = (getCookie(c, COOKIE, isHttps ? 'host' : undefined) ?? '').split('.')
  return keptFor === jobId && name ? Buffer.from(name, 'base64url').toString() : undefined
}
