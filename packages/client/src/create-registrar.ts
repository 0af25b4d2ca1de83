import { type AcceptedRegistration, acceptedRegistration } from './accepted-registration.ts'
import type { SignUp } from './contract.ts'
import { createHttp } from './http.ts'
import { createOwnAnswers } from './own-answers.ts'
import { readJobId } from './read-registration.ts'

export type { AcceptedRegistration } from './accepted-registration.ts'
export type * from './contract.ts'
export { RegistrarError, type RegistrarErrorCode } from './registrar-error.ts'

/** Where a Registrar is, and how patiently to talk to it. */
export type RegistrarOptions = {
  /** The gateway's URL, such as `https://accounts.example`; a path before `/register` is kept. */
  url: string
  /**
   * How often a call is tried again: after a lost connection, an answer that cannot be read, 429 and any 5xx; other
   * refusals are final. By default 8 times, with pauses that grow from 0.2 to 5 s: some 15 s in all.
   */
  retries?: number
  /**
   * No try of a call is begun later than this, in milliseconds; 60,000 by default. A Retry-After beyond it is not waited
   * for: the call rejects at once, with `retryAfterSeconds`. Waiting for an outcome is not limited by it.
   */
  timeoutMs?: number
  /** Used instead of the global one: to send requests through a proxy, or to trace them. */
  fetch?: typeof globalThis.fetch
}

export type RegisterOptions = {
  /** Aborts the call. What has been sent by then may have been accepted. */
  signal?: AbortSignal | undefined
  /**
   * What makes two calls the same registration, for 24 hours: 1 to 255 visible ASCII characters. By default a new one for
   * each call, which all its tries share. One that you store yourself also outlives your process.
   */
  idempotencyKey?: string | undefined
}

/** A Registrar, as a program that signs users up sees it. */
export type Registrar = {
  /**
   * Registers a user. Resolves as soon as the registration is accepted; its outcome comes later. However often it is
   * tried, it is one registration.
   * @throws RegistrarError when it is refused (`invalid_registration`: see `errors`), or not answered
   */
  register(signUp: SignUp, options?: RegisterOptions): Promise<AcceptedRegistration>
  /** A registration that was accepted earlier, by its job id. Nothing is sent yet. */
  registration(jobId: string): AcceptedRegistration
}

/**
 * Makes the client of one Registrar. Nothing is sent yet.
 *
 * @example
 * const registrar = createRegistrar({ url: 'https://accounts.example' })
 * const registration = await registrar.register({ username: 'ada', password })
 * const ended = await registration.outcome()
 * if (ended.status === 'completed') console.log(ended.userId)
 * @throws TypeError when `url` is none
 */
export function createRegistrar(options: RegistrarOptions): Registrar {
  const { url, retries = 8, timeoutMs = 60_000, fetch = globalThis.fetch } = options
  const http = createHttp({ root: rootOf(url), retries, timeoutMs, fetch })
  const ownAnswers = createOwnAnswers()

  return {
    registration: (jobId) => acceptedRegistration(http, jobId),

    async register(signUp, { signal, idempotencyKey = randomId() } = {}) {
      const body = JSON.stringify(signUp)
      const headers = new Headers({
        'content-type': 'application/json',
        'idempotency-key': `"${idempotencyKey.replace(/["\\]/g, '\\$&')}"`, // a string of RFC 8941, 3.3.3
      })
      const check = ownAnswers.begin()
      const jobId = await http.call(signal, async () => {
        const requestId = randomId()
        headers.set('x-request-id', requestId)
        const { text } = await http.read('/register', {
          signal,
          init: { method: 'POST', headers, body },
          check: (answer, text) => check(requestId, answer, text),
        })
        return readJobId(text)
      })
      return acceptedRegistration(http, jobId)
    },
  }
}

/** In a browser the URL may be relative to the page. */
function rootOf(url: string): string {
  const { location } = globalThis as { location?: { href: string } }
  return new URL(url, location?.href).href.replace(/\/+$/, '')
}

/** 128 random bits. Not randomUUID, which browsers have on https and loopback only. */
const randomId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
