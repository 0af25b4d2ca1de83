import type { Http } from './http.ts'
import { createOwnAnswers } from './own-answers.ts'
import { randomId } from './random-id.ts'
import { RegistrarError } from './registrar-error.ts'

/** For how long a login is tried: to the person at the form, a refusal after this is better than more waiting. */
export const LOGIN_MS = 10_000

/** Options of every call. */
export type CallOptions = {
  /** Aborts the call. What has been sent by then may have been carried out. */
  signal?: AbortSignal | undefined
}

type Request = { method?: string; body?: string; headers?: Headers }

export type Answered = { answer: Response; text: string }

/** Sends one request and reads its answer whole. A body is JSON. @throws RegistrarError for any answer but a 2xx */
export type Send = (path: string, request?: Request) => Promise<Answered>

/**
 * Tries `once` until it succeeds or is not to be tried again, for at most `mostMs`. It is told whether an earlier try may have
 * been carried out: one without an answer, or with a 5xx.
 */
export type Call = <T>(
  options: (CallOptions & { mostMs?: number }) | undefined,
  once: (send: Send, mayBeDone: boolean) => Promise<T>,
) => Promise<T>

/** Each request has an id of its own, by which its answer is known. `common` are the headers of every request. */
export function createCalls(http: Http, common: Record<string, string> = {}): Call {
  const ownAnswers = createOwnAnswers()
  return ({ signal, mostMs } = {}, once) => {
    const check = ownAnswers.begin()
    let mayBeDone = false
    const send: Send = (path, { method = 'GET', body = null, headers } = {}) => {
      const requestId = randomId()
      const sent = { requestId, request: method + path + body }
      const all = new Headers(headers)
      for (const [name, value] of Object.entries({ ...common, 'x-request-id': requestId })) all.set(name, value)
      if (body !== null && !all.has('content-type')) all.set('content-type', 'application/json')
      return http.read(path, {
        signal,
        init: { method, body, headers: all },
        check: (answer, text) => check(sent, answer, text),
      })
    }
    const tryOnce = async () => {
      try {
        return await once(send, mayBeDone)
      } catch (error) {
        mayBeDone ||= !(error instanceof RegistrarError && error.status < 500)
        throw error
      }
    }
    return http.call(signal, tryOnce, mostMs)
  }
}
