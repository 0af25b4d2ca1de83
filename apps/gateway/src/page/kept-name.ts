import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { Context } from 'hono'
import { readCookie, sendCookie } from './cookies.ts'

const COOKIE = 'registrar-name'

/** Longer than anybody waits for an outcome. */
const LIFE_SECONDS = 3600

/**
 * The name that was registered under a job id, kept by the browser that sent it: the page greets with it, and fills the
 * form with it when the name was taken. Who else has the address of the registration does not learn the name.
 */
export const keepName = (c: Context<HttpEnv>, jobId: string, username: string): void =>
  sendCookie(c, COOKIE, `${jobId}.${Buffer.from(username).toString('base64url')}`, LIFE_SECONDS)

/** The name that this browser registered under `jobId`; undefined when it does not know. */
export function keptName(c: Context<HttpEnv>, jobId: string): string | undefined {
  const [keptFor, name] = (readCookie(c, COOKIE) ?? '').split('.')
  return keptFor === jobId && name ? Buffer.from(name, 'base64url').toString() : undefined
}
