/** Rows of equal length, the first cell aligned left and the others right. */
export function table(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const aligned = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)
  return rows.map((row) => row.map(aligned).join('  ')).join('\n')
}

/** A readable time: 25.3 ms, 4.21 s, 2 h 5 min. */
export function time(ms: number): string {
  if (ms < 1_000) return `${ms.toFixed(1)} ms`
  if (ms < 120_000) return `${(ms / 1_000).toFixed(2)} s`
  const minutes = Math.round(ms / 60_000)
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export const count = (number: number): string => Math.round(number).toLocaleString('en')
