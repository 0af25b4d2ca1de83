import type { Stop } from './stop.ts'

/** A stop as it should be: exit code 0 within 5 s, every request answered, no error, nothing left behind. */
export const isGood = (stop: Stop): boolean => faultsOf(stop).length === 0

const MOST_SECONDS = 5

/** What is not as it should be, for a line of the report. */
export function faultsOf({ exitCode, seconds, unanswered, errors, leftovers }: Stop): string[] {
  return [
    ...(exitCode === 0 ? [] : [`exit code ${exitCode}`]),
    ...(seconds < MOST_SECONDS ? [] : [`took ${seconds.toFixed(1)} s`]),
    ...(unanswered.length === 0 ? [] : [`${unanswered.length} requests not answered, the first: ${unanswered[0]}`]),
    ...errors.map((line) => `error: ${line}`),
    ...leftovers.map((what) => `left behind: ${what}`),
  ]
}

/** A row for each kind of stop, as a table in plain text. */
export function reportOf(stops: Stop[]): string {
  const rows = Object.entries(Object.groupBy(stops, ({ kind }) => kind)).map(([kind, ofKind]) => {
    const seconds = ofKind!.map((stop) => stop.seconds).sort((a, b) => a - b)
    const sum = (count: (stop: Stop) => number) => `${ofKind!.reduce((total, stop) => total + count(stop), 0)}`
    return [
      kind,
      `${ofKind!.length}`,
      sum(({ exitCode }) => (exitCode === 0 ? 1 : 0)),
      seconds[Math.floor(seconds.length / 2)]!.toFixed(2),
      seconds.at(-1)!.toFixed(2),
      `${sum(({ held, unanswered }) => held - unanswered.length)} of ${sum(({ held }) => held)}`,
      sum(({ errors }) => errors.length),
      sum(({ leftovers }) => leftovers.length),
    ]
  })
  const head = ['stop', 'times', 'exit 0', 'median s', 'worst s', 'requests answered', 'errors', 'left behind']
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]!.length)))
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
