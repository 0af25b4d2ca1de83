import type { Run } from './queue.ts'

export type Figures = {
  peakBacklog: number
  refused: number
  /** From accepted to ended, in ms. */
  wait: { p50: number; p99: number; longest: number }
  /** From the first arrival to the last end, in ms. */
  drainedAfterMs: number
}

export function figuresOf({ served, refused, peakBacklog }: Run): Figures {
  const first = served[0]?.arrivedAt ?? 0
  return {
    peakBacklog,
    refused,
    wait: waitsOf(served.map(({ arrivedAt, endedAt }) => endedAt - arrivedAt)),
    drainedAfterMs: served.reduce((last, { endedAt }) => Math.max(last, endedAt), first) - first,
  }
}

export function waitsOf(waits: number[]): Figures['wait'] {
  const sorted = waits.toSorted((a, b) => a - b)
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), longest: sorted.at(-1) ?? 0 }
}

/** The smallest value of `sorted` that at least `share` of them do not exceed; 0 when there are none. */
export const quantile = (sorted: number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
