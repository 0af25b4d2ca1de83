const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Standard Webhooks' own schedule: some 75 hours, so that a receiver that breaks on a Friday night is fixed before the end. */
const RETRY_STEPS_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]

/** The first attempt and one after each step. */
export const MAX_ATTEMPTS = RETRY_STEPS_MS.length + 1

/** A fifth more or less, so that what failed together is not retried together. */
const JITTER = 0.2

/**
 * How long to wait after the `failures`-th failure of an event (from 1), in milliseconds. A receiver that asks for a longer
 * pause gets it; one that asks for a shorter one does not, or ten attempts would be used up in seconds.
 */
export function retryDelayMs(failures: number, askedForMs = 0, random = Math.random()): number {
  const step = RETRY_STEPS_MS[Math.min(failures, RETRY_STEPS_MS.length) - 1]!
  return Math.round(Math.max(step * (1 - JITTER + 2 * JITTER * random), askedForMs))
}
