import type { Panel } from './panel.ts'

/**
 * What the figures of a panel are taken from, as a sentence; empty where they are as scraped.
 * `window` is what `$__rate_interval` stands for, in words.
 */
export function basisOf({ kind, queries, ...panel }: Panel, window: string): string {
  if (queries.some(({ expr }) => expr.includes('histogram_quantile'))) return `Over ${window}, from histogram buckets.`
  // Times are not averages, even if a speed is part of the forecast.
  const isRate = kind === 'graph' && 'unit' in panel && panel.unit !== 's' && queries[0]!.expr.includes('rate(')
  return isRate ? `Averaged over ${window}.` : ''
}
