import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { refuse } from '../http/refuse.ts'

/** A form left open over lunch still works; later the page shows a new one, with the name kept. */
const LIFE_SECONDS = 4 * 3600

export type Csrf = {
  /** A token for one attempt of the browser that holds `session`. */
  issue(session: string): string
  /**
   * The nonce of a token that was issued to one of `sessions`: each attempt has its own.
   * @throws Refusal csrf_rejected
   */
  verify(token: string | undefined, sessions: string[]): string
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
    verify(token, sessions) {
      if (sessions.length === 0) throw rejected('Send the cookie that came with the form.')
      const [, nonce, expiry, mac] = /^([\w-]{22})\.(\d{1,12})\.([\w-]{43})$/.exec(token ?? '') ?? []
      if (!nonce || !expiry || !mac) throw rejected('Send the token that came with the form.')
      const given = Buffer.from(mac, 'base64url')
      if (!sessions.some((session) => timingSafeEqual(macOf(session, nonce, expiry), given)))
        throw rejected('The token was issued to another browser.')
      if (Number(expiry) * 1_000 <= now()) throw rejected('The token has expired; load the form again.')
      return nonce
    },
  }
}

const rejected = (detail: string) => refuse('csrf_rejected', detail)
