import type { Phase } from './arrivals.ts'

/**
 * The fluid approximation of the queue: sign-ups flow in at `rate` and out at `capacity`, both a second. Exact in the limit
 * of many sign-ups; it ignores the random waits that occur below the capacity.
 */
export function fluidFormula(phases: Phase[], capacity: number): { peakBacklog: number; drainedAfterMs: number } {
  let backlog = 0
  let peakBacklog = 0
  let atSeconds = 0
  for (const { rate, seconds } of phases) {
    backlog = Math.max(0, backlog + (rate - capacity) * seconds)
    peakBacklog = Math.max(peakBacklog, backlog)
    atSeconds += seconds
  }
  return { peakBacklog, drainedAfterMs: (atSeconds + backlog / capacity) * 1_000 }
}
