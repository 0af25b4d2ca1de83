import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { Context } from 'hono'
import { refuse } from '../http/refuse.ts'

/**
 * What the browser itself says about where the form came from, besides the token and its cookie.
 *
 * - `Sec-Fetch-Site` decides where it is sent, which is on https and on loopback.
 * - Where it is not sent, a form without a script has the Origin `null`, because of our own `no-referrer`: the token and
 *   its cookie decide, which browsers do not send with a post from another site (SameSite=Lax).
 * - Another Origin must have the name of this host, whatever the port: proxies rewrite Host, and some say what it was.
 * - X-Requested-With is sent by the script of the page, and cannot be by a page of another origin (Fetch standard, 3.3.2).
 *
 * @throws Refusal csrf_rejected
 */
export function demandOwnOrigin(c: Context<HttpEnv>): void {
  const site = c.req.header('sec-fetch-site')
  const isOwn = site
    ? site === 'same-origin' || site === 'none' // none: entered by hand, as in a reload
    : c.req.header('x-requested-with') !== undefined || isOwnOrigin(c)
  if (!isOwn) throw refuse('csrf_rejected', 'Submit the form from its own page, not from another site.')
}

function isOwnOrigin(c: Context<HttpEnv>): boolean {
  const origin = c.req.header('origin')
  if (origin === undefined || origin === 'null') return true
  const forwarded = c.req.header('x-forwarded-host')?.split(',')[0]?.trim()
  const own = [c.req.header('host'), forwarded].map((host) => host && hostnameOf(`http://${host}`))
  return own.includes(hostnameOf(origin) ?? 'none')
}

const hostnameOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : undefined)
