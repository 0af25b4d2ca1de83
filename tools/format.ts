import type { Histogram } from 'node:perf_hooks'

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** 15,000 */
export const count = (number: number) => grouped.format(number)

/** 84/s, or 8.4/s where the tenth matters. */
export const rate = (perSecond: number) => `${perSecond < 10 ? perSecond.toFixed(1) : count(perSecond)}/s`

/** The percentile of a histogram of µs, such as 1.2 ms; 100 is the longest. */
export function latency(histogram: Histogram, percentile: number): string {
  const ms = (percentile === 100 ? histogram.max : histogram.percentile(percentile)) / 1_000
  return `${ms < 10 ? ms.toFixed(1) : count(ms)} ms`
}

/** 12 s, 2 min 4 s, 1 h 3 min */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${count(Math.floor(whole / 3_600))} h ${Math.floor((whole % 3_600) / 60)} min`
}

/** too_many_requests 440, overloaded 3: the most frequent first */
export const byName = (counts: Map<string, number>) =>
  [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, number]) => `${name} ${count(number)}`)
    .join(', ')
