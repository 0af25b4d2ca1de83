import { refusalIn } from './refusal.ts'
import { startTimeLimit, type TimeLimit } from './time-limit.ts'
import { beginTries, type RetryOptions, type Tries } from './tries.ts'

/** An answer takes milliseconds: what has not come after so long does not come any more. */
const PATIENCE_MS = 10_000

export type HttpOptions = RetryOptions & {
  /** Where the service is, without a slash at its end. */
  root: string
  fetch: typeof globalThis.fetch
}

type Question = {
  signal: AbortSignal | undefined
  init?: RequestInit
  /** How long the service may hold the answer back. */
  waitSeconds?: number
  /** @throws when this is not the answer to the question */
  check?: (answer: Response, text: string) => void
}

/** Talks to one service. */
export type Http = {
  begin(signal: AbortSignal | undefined): Tries
  limit(signal: AbortSignal | undefined): TimeLimit
  /**
   * Tries `once` until it succeeds or is not to be tried again, for at most `mostMs`. It is called with the number of
   * failed tries.
   */
  call<T>(signal: AbortSignal | undefined, once: (failed: number) => Promise<T>, mostMs?: number): Promise<T>
  /** One try to get an answer whole. @throws RegistrarError for any but a 2xx */
  read(path: string, question: Question): Promise<{ answer: Response; text: string }>
  /** One try to get an answer of which more is to come. @throws RegistrarError for any but a 2xx */
  open(path: string, init: RequestInit, limit: TimeLimit): Promise<{ body: ReadableStream<Uint8Array> }>
}

export function createHttp({ root, fetch, ...retrying }: HttpOptions): Http {
  const begin = (signal: AbortSignal | undefined, mostMs = Infinity) =>
    beginTries({ ...retrying, timeoutMs: Math.min(retrying.timeoutMs, mostMs) }, signal)
  const limit = (signal: AbortSignal | undefined, waitSeconds = 0) =>
    startTimeLimit(waitSeconds * 1_000 + PATIENCE_MS, signal)
  // A redirect is no answer of ours, and a password is not carried to where it points.
  const send = (path: string, init: RequestInit, { signal }: TimeLimit) =>
    fetch(root + path, { ...init, redirect: 'manual', signal })

  return {
    begin,
    limit,

    async call(signal, once, mostMs) {
      const tries = begin(signal, mostMs)
      for (;;) {
        try {
          return await once(tries.failed)
        } catch (error) {
          await tries.next(error)
        }
      }
    },

    async read(path, { signal, init = {}, waitSeconds, check }) {
      const until = limit(signal, waitSeconds)
      try {
        const answer = await send(path, init, until)
        const text = await answer.text()
        check?.(answer, text)
        if (!answer.ok) throw refusalIn(answer, text)
        return { answer, text }
      } finally {
        until.end()
      }
    },

    async open(path, init, until) {
      const answer = await send(path, init, until)
      if (!answer.ok) throw refusalIn(answer, await answer.text())
      if (!answer.body) throw new TypeError('an empty answer')
      return { body: answer.body }
    },
  }
}
