/** The results of several rounds. */
export type Spread = { median: number; min: number; max: number }

/** Each contestant's results, one a round. */
type Results<Name extends string, T> = Record<Name, T[]>

/**
 * Lets the contestants take turns, `count` times each and in alternating order, so that changes on the machine affect all
 * of them alike.
 */
export async function interleaved<Name extends string, T = number>(
  count: number,
  contestants: Record<Name, () => Promise<T>>,
  report: (step: string) => void,
): Promise<Results<Name, T>> {
  const names = Object.keys(contestants) as Name[]
  const results = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Results<Name, T>
  for (let round = 1; round <= count; round++)
    for (const name of round % 2 === 1 ? names : names.toReversed()) {
      report(`round ${round} of ${count}: ${name}`)
      results[name].push(await contestants[name]())
    }
  return results
}

/** @throws RangeError for no values at all */
export function spreadOf(values: number[]): Spread {
  if (values.length === 0) throw new RangeError('no values to take a spread of')
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const median = (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
  return { median, min: sorted[0]!, max: sorted.at(-1)! }
}

/** The ratio for each round: results are compared within their round. */
export const ratios = (dividends: number[], divisors: number[]): number[] =>
  dividends.map((dividend, round) => dividend / divisors[round]!)

/** Each `size` successive values together: many short rounds give as many steady figures as there are groups. */
export const grouped = (values: number[], size: number): number[][] =>
  Array.from({ length: Math.floor(values.length / size) }, (_, n) => values.slice(n * size, (n + 1) * size))

/** The value below which `share` (0 to 1) of the values lie. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}
