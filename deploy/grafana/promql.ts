// What several panels ask in the same way.
import type { Query } from './panel.ts'

export const rate = (series: string) => `rate(${series}[$__rate_interval])`

/** Where nothing was measured there is no line: NaN is not at least 0. */
export const quantile = (share: number, histogram: string, by = '') =>
  `histogram_quantile(${share}, sum by (le${by && `, ${by}`}) (${rate(histogram)})) >= 0`

/** The middle of what a histogram has, and all but its slowest hundredth. */
export const medianAnd99th = (histogram: string): Query[] => [
  { expr: quantile(0.5, histogram), legend: 'median', colour: 'blue' },
  { expr: quantile(0.99, histogram), legend: '99th percentile', colour: 'orange', isDashed: true },
]

/**
 * Registrations accepted and not ended, at a moment (PromQL's `@`). Several gateways report the same queue: the maximum of
 * them, never the sum.
 */
export const backlog = (at = '') => `sum(max by (state) (registrar_queue_jobs{state=~"waiting|active|delayed"}${at}))`

/**
 * By how much a counter has grown since the beginning of the time shown, exactly; `increase` would only estimate it. One that
 * was not there yet has grown since it was first seen, one that has started again since it did.
 */
export const growth = (counter: string) =>
  `(${counter} - ((${counter} @ start() <= ${counter}) or min_over_time(${counter}[$__range] @ end())))`
