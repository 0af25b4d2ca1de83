import type { Incident } from './run.ts'

const HEADINGS = ['what was done', 'times', 'accepting: median', 'worst', 'as before: median', 'worst']

/** What was done to the system and what became of it, as a table in plain text. */
export function reportOf(incidents: Incident[]): string {
  const byFault = Object.entries(Object.groupBy(incidents, ({ fault }) => fault))
  const rows = byFault.map(([fault, ofFault]) => {
    const columns = [ofFault!.map(({ acceptingMs }) => acceptingMs), ofFault!.map(({ recoveryMs }) => recoveryMs)]
    return [fault, `${ofFault!.length}`, ...columns.flatMap(medianAndWorst)]
  })
  const last = incidents.at(-1)
  const table = aligned([HEADINGS, ...rows.sort()])
  if (!last) return table
  const { accepted, completed, rejected, failed } = last.verdict
  const { logins } = last
  return `${table}

${accepted} accepted: ${completed} completed, ${rejected} rejected (the name was taken), ${failed} failed
0 lost, 0 doubled, 0 contradictions: checked from Redis and the store after each of ${incidents.length} faults
${last.events} events of outcomes at the receiver, 0 missing
${logins.verified} logins verified, ${logins.denied} not, ${logins.refused} refused; 0 verified that were wrong, 0 not verified that were right`
}

function medianAndWorst(times: number[]): string[] {
  times.sort((a, b) => a - b)
  return [seconds(times[Math.floor(times.length / 2)]!), seconds(times.at(-1)!)]
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`

function aligned(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
