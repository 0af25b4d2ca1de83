import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { refuse } from '../http/refuse.ts'

/** A form that lay open over lunch still counts; whoever comes later gets the form again, with the name kept. */
const LIFE_SECONDS = 4 * 3600

export type Csrf = {
  /** A token for one attempt of the browser that holds `session`. */
  issue(session: string): string
  /**
   * The nonce of a token that was issued to `session`: each attempt has its own.
   * @throws Refusal csrf_rejected
   */
  verify(token: string | undefined, session: string | undefined): string
}

/**
 * Tokens that every gateway with the same secret accepts and none stores (OWASP's signed double-submit cookie): nonce
 * and expiry in the clear, and an HMAC that binds them to the browser's cookie. `now` is in ms since the epoch.
 */
export function createCsrf({ secret, now = Date.now }: { secret: Buffer; now?: () => number }): Csrf {
  const macOf = (session: string, nonce: string, expiry: string) =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['csrf-token', session, nonce, expiry]))
      .digest()

  return {
    issue(session) {
      const nonce = randomBytes(16).toString('base64url')
      const expiry = String(Math.floor(now() / 1_000) + LIFE_SECONDS)
      return `${nonce}.${expiry}.${macOf(session, nonce, expiry).toString('base64url')}`
    },
    verify(token, session) {
      if (!session) throw rejected('Send the cookie that came with the form.')
      const [, nonce, expiry, mac] = /^([\w-]{22})\.(\d{1,12})\.([\w-]{43})$/.exec(token ?? '') ?? []
      if (!nonce || !expiry || !mac) throw rejected('Send the token that came with the form.')
      if (!timingSafeEqual(macOf(session, nonce, expiry), Buffer.from(mac, 'base64url')))
        throw rejected('This token came with the form of another browser.')
      if (Number(expiry) * 1_000 <= now()) throw rejected('This token has expired: take the form again.')
      return nonce
    },
  }
}

/**
 * What the browser itself says of where the form came from, besides the token. `Sec-Fetch-Site` decides where it is
 * sent (on https and on loopback), because our own `no-referrer` makes the Origin of a form `null` and a proxy may have
 * rewritten Host; else Origin must be this host. Neither is sent by clients that are no browsers.
 * @throws Refusal csrf_rejected
 */
export function demandOwnOrigin(header: (name: string) => string | undefined): void {
  const site = header('sec-fetch-site')
  const origin = header('origin')
  const isOwn = site
    ? site === 'same-origin' || site === 'none' // none: by the person's own hand, as in a reload
    : origin === undefined || hostOf(origin) === (header('host') ?? '').toLowerCase()
  if (!isOwn) throw rejected('This form was sent from another site.')
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : undefined)
const rejected = (detail: string) => refuse('csrf_rejected', detail)
