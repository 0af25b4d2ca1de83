import { type AcceptedRegistration, acceptedRegistration } from './accepted-registration.ts'
import { type Call, type CallOptions, createCalls } from './calls.ts'
import type { SignUp } from './contract.ts'
import { createDirectory, type Directory } from './directory.ts'
import { createHttp } from './http.ts'
import { randomId } from './random-id.ts'
import { readJobId } from './read-registration.ts'

export type { AcceptedRegistration } from './accepted-registration.ts'
export type { CallOptions } from './calls.ts'
export type { UpdateOptions, UserChanges } from './change-users.ts'
export type * from './contract.ts'
export type { Directory } from './directory.ts'
export type { VersionedUser } from './read-user.ts'
export type { ListOptions, UserReads } from './read-users.ts'
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
   * for: the call rejects at once, with `retryAfterSeconds`. Waiting for an outcome is not limited by it; `verify` and
   * `changePassword` never take more than 10,000.
   */
  timeoutMs?: number
  /** Used instead of the global one: to send requests through a proxy, or to trace them. */
  fetch?: typeof globalThis.fetch
}

/** Where the directory is, for a back end. Never in a browser: anyone who has the key has its scopes. */
export type DirectoryOptions = {
  /** The directory's URL, such as `http://127.0.0.1:3001`. */
  directoryUrl: string
  /** A key that `npm run keys -- api` has printed. It is sent to the directory only, and is in no error. */
  apiKey: string
}
type NoDirectory = { [option in keyof DirectoryOptions]?: undefined }

export type RegisterOptions = CallOptions & {
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
 * Makes the client of one Registrar. Nothing is sent yet. With `directoryUrl` and `apiKey` it can also verify passwords,
 * read users and change them.
 *
 * @example
 * const registrar = createRegistrar({ url: 'https://accounts.example' })
 * const registration = await registrar.register({ username: 'ada', password })
 * const ended = await registration.outcome()
 * if (ended.status === 'completed') console.log(ended.userId)
 *
 * @example
 * const registrar = createRegistrar({ url, directoryUrl: 'http://127.0.0.1:3001', apiKey })
 * const answer = await registrar.verify({ username: 'ada', password, client: address })
 * if (answer.verified) console.log(answer.userId)
 * @throws TypeError when a URL or the key is none, or only one of `directoryUrl` and `apiKey` is given
 */
export function createRegistrar(options: RegistrarOptions & DirectoryOptions): Registrar & Directory
export function createRegistrar(options: RegistrarOptions & NoDirectory): Registrar
export function createRegistrar(options: RegistrarOptions & (DirectoryOptions | NoDirectory)): Registrar & Directory {
  const { url, directoryUrl, apiKey, retries = 8, timeoutMs = 60_000, fetch = globalThis.fetch } = options
  const httpOf = (at: string) => createHttp({ root: rootOf(at), retries, timeoutMs, fetch })
  const http = httpOf(url)
  const call = createCalls(http)

  let callDirectory: Call = async () => {
    throw new TypeError('verify and users need directoryUrl and apiKey: give both to createRegistrar')
  }
  if (directoryUrl !== undefined || apiKey !== undefined) {
    if (!directoryUrl || !apiKey) throw new TypeError('directoryUrl and apiKey belong together: one of them is missing')
    // Checked here, because fetch would quote it.
    if (!/^[!-~]+$/.test(apiKey)) throw new TypeError('apiKey has a character that no key has, such as a line break')
    callDirectory = createCalls(httpOf(directoryUrl), { authorization: `Bearer ${apiKey}` })
  }

  return {
    registration: (jobId) => acceptedRegistration(http, jobId),

    async register(signUp, { idempotencyKey = randomId(), ...options } = {}) {
      const body = JSON.stringify(signUp)
      const headers = new Headers({
        'idempotency-key': `"${idempotencyKey.replace(/["\\]/g, '\\$&')}"`, // a string of RFC 8941, 3.3.3
      })
      const jobId = await call(options, async (send) =>
        readJobId((await send('/register', { method: 'POST', headers, body })).text),
      )
      return acceptedRegistration(http, jobId)
    },

    ...createDirectory(callDirectory),
  }
}

/** In a browser the URL may be relative to the page. */
function rootOf(url: string): string {
  const { location } = globalThis as { location?: { href: string } }
  return new URL(url, location?.href).href.replace(/\/+$/, '')
}
