import type { CallOptions } from './calls.ts'
import type { EndedRegistration, PendingRegistration, Registration } from './contract.ts'
import { readEvents } from './event-stream.ts'
import type { Http } from './http.ts'
import { pause } from './pause.ts'
import { readRegistration } from './read-registration.ts'
import { retryAfterSeconds } from './refusal.ts'

/** How long the service holds a question back at most, in seconds, when the first try of it asks for that. */
const LONGEST_WAIT_SECONDS = 20
/** An event stream is never silent for longer than 15 s. */
const SILENCE_MS = 40_000

/** A registration that was accepted: it will end. Its job id is all it needs, and can be kept. */
export type AcceptedRegistration = {
  readonly jobId: string
  /**
   * Waits until the registration has ended, however long that takes. That the user name is taken is an outcome too.
   * @throws RegistrarError when it is unknown or its outcome has expired (`not_found`), or no question about it is
   * answered any more: it can then be called again
   */
  outcome(options?: CallOptions): Promise<EndedRegistration>
  /**
   * How the registration stands: at once, and at every change until it has ended. A stream that breaks is resumed.
   * @throws RegistrarError as `outcome` does
   */
  events(options?: CallOptions): AsyncGenerator<Registration, void, undefined>
}

const isPending = (registration: Registration): registration is PendingRegistration =>
  registration.status === 'queued' || registration.status === 'processing'

export function acceptedRegistration(http: Http, jobId: string): AcceptedRegistration {
  const path = `/register/${encodeURIComponent(jobId)}`

  /** Asks by long poll, for shorter times when that fails, at last without: some proxies cut what is silent. */
  const ask = (signal: AbortSignal | undefined) =>
    http.call(signal, async (failed) => {
      const waitSeconds = LONGEST_WAIT_SECONDS >> failed
      const { text, answer } = await http.read(`${path}?wait=${waitSeconds}`, { waitSeconds, signal })
      return { registration: readRegistration(text, jobId), pauseSeconds: retryAfterSeconds(answer.headers) ?? 1 }
    })

  return {
    jobId,

    async outcome({ signal } = {}) {
      for (;;) {
        const askedAt = Date.now()
        const { registration, pauseSeconds } = await ask(signal)
        if (!isPending(registration)) return registration
        // Nothing after a long poll; what is answered at once is asked again no sooner than it says.
        await pause(Math.max(0, askedAt + pauseSeconds * 1_000 - Date.now()), signal)
        signal?.throwIfAborted()
      }
    },

    async *events({ signal } = {}) {
      let status: Registration['status'] | undefined
      let tries = http.begin(signal)
      for (;;) {
        let retryMs: number | undefined
        const limit = http.limit(signal)
        try {
          const { body } = await http.open(`${path}/events`, { headers: { accept: 'text/event-stream' } }, limit)
          for await (const event of readEvents(body, () => limit.extend(SILENCE_MS))) {
            const registration = readRegistration(event.data, jobId)
            retryMs = event.retryMs
            tries = http.begin(signal)
            if (registration.status !== status) yield registration
            if (!isPending(registration)) return
            status = registration.status
          }
          throw new TypeError('the stream has ended before the registration')
        } catch (error) {
          await tries.next(error, retryMs)
        } finally {
          limit.end()
        }
      }
    },
  }
}
