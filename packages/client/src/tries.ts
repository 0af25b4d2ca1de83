import { pause } from './pause.ts'
import { RegistrarError } from './registrar-error.ts'

export type RetryOptions = {
  /** How often a call is tried again. */
  retries: number
  /** After so long no further try is begun, in milliseconds. */
  timeoutMs: number
}

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 5_000

export type Tries = {
  /** How many have failed. */
  readonly failed: number
  /**
   * Resolves when it is time for the next try, at least `pauseMs` from now.
   * @throws RegistrarError when there is to be none; the signal's reason when the caller has given up
   */
  next(error: unknown, pauseMs?: number): Promise<void>
}

/** Decides, for one call, whether and when to try again. */
export function beginTries({ retries, timeoutMs }: RetryOptions, signal: AbortSignal | undefined): Tries {
  const giveUpAt = Date.now() + timeoutMs
  let failed = 0
  let failure: RegistrarError | undefined

  const demandCaller = () => {
    if (!signal?.aborted) return
    // Out of time says less than what the time was spent on, a Retry-After not least.
    throw signal.reason?.name === 'TimeoutError' && failure ? failure : signal.reason
  }

  return {
    get failed() {
      return failed
    },
    async next(error, pauseMs = 0) {
      demandCaller()
      failure = error instanceof RegistrarError ? error : noAnswer(error)
      const growing = Math.min(FIRST_PAUSE_MS * 2 ** failed, LONGEST_PAUSE_MS) / 2
      const asked = Math.max(pauseMs, (failure.retryAfterSeconds ?? 0) * 1_000)
      // At random, so that clients refused together do not retry together; never sooner than asked for.
      const wait = Math.max(growing * (1 + Math.random()), asked * (1 + Math.random() / 10))
      if (!isTransient(failure) || failed >= retries || Date.now() + wait > giveUpAt) throw failure
      failed++
      await pause(wait, signal)
      demandCaller()
    },
  }
}

/** Whether the same request may be answered differently later. Any other refusal stays what it is. */
const isTransient = ({ status }: RegistrarError) => status === 0 || status === 429 || status >= 500

const noAnswer = (cause: unknown) =>
  new RegistrarError('No usable answer came', { status: 0, code: 'no_answer', cause })
