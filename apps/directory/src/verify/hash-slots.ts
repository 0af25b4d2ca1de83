import type { Refusal } from '@registrar/shared/http/refusal'
import { refuse } from '../http/refuse.ts'

/** The weight of the newest hash in the average: a change of the machine's pace shows after some ten. */
const WEIGHT = 0.1

type Waiting = { start: () => void }

/** Runs hashes, a bounded number of them at a time. */
export type HashSlots = {
  /**
   * Runs `work` when it is its turn, in the order of arrival.
   * @throws Refusal overloaded, at once when the turn could not come before the deadline, when it has not, or when
   * `signal` aborts before it: nobody waits for the answer any longer
   */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** How long one that came now would wait for its turn, in ms, as hashes have lately taken. */
  waitMs(): number
}

/** `deadlineMs` is how long one may wait for its turn. */
export function createHashSlots({ concurrency, deadlineMs }: { concurrency: number; deadlineMs: number }): HashSlots {
  const waiting = new Set<Waiting>()
  let running = 0
  let averageMs = 0
  const waitMs = () => (waiting.size / concurrency) * averageMs

  const next = () => {
    const [first] = waiting
    if (!first || running >= concurrency) return
    waiting.delete(first)
    first.start()
  }

  const turn = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const entry: Waiting = { start }
      const late = setTimeout(() => leave(overloaded(averageMs)), deadlineMs)
      const aborted = () => leave(overloaded(0))
      signal.addEventListener('abort', aborted, { once: true })
      waiting.add(entry)
      function settle() {
        clearTimeout(late)
        signal.removeEventListener('abort', aborted)
        waiting.delete(entry)
      }
      function leave(reason: unknown) {
        settle()
        reject(reason)
      }
      function start() {
        settle()
        running += 1
        resolve()
      }
    })

  return {
    waitMs,
    async run(work, signal = NEVER) {
      if (signal.aborted) throw overloaded(0)
      if (running >= concurrency && waitMs() > deadlineMs) throw overloaded(waitMs())
      if (running < concurrency && waiting.size === 0) running += 1
      else await turn(signal)
      const startedAt = performance.now()
      try {
        return await work()
      } finally {
        const tookMs = performance.now() - startedAt
        averageMs = averageMs === 0 ? tookMs : averageMs + WEIGHT * (tookMs - averageMs)
        running -= 1
        next()
      }
    },
  }
}

const NEVER = new AbortController().signal

/** For a verification that could not be carried out in time. */
export const overloaded = (waitMs: number): Refusal =>
  refuse('overloaded', 'The password could not be checked in time. Send fewer requests at once, then try again.', {
    headers: { 'retry-after': `${Math.max(1, Math.ceil(waitMs / 1_000))}` },
  })
