import { setTimeout as delay } from 'node:timers/promises'

/** A trip to Redis takes less, its sync included: the line for a thread must not run dry meanwhile. */
const TRIP_MS = 10
/** The longest that counting is put off. */
const LONGEST_MS = 50

/**
 * When the next attempt may be counted: undefined, which is at once, unless the line for a thread is long. Then all who
 * ask within the next 50 ms at most go together: their commands share one write, one sync of Redis and one turn of the
 * event loop, of which each costs as much as the commands do. No hash starts later for it.
 */
export function createCountTogether(waitMs: () => number): () => Promise<void> | undefined {
  let next: Promise<void> | undefined
  return () => {
    if (next) return next
    const ms = Math.min(waitMs() - TRIP_MS, LONGEST_MS)
    if (ms < 1) return undefined
    next = delay(ms).then(() => {
      next = undefined
    })
    return next
  }
}
