import type { Candidate } from './fit.ts'

export type Row = { candidate: Candidate; concurrency: number; hashesPerSecond: number }

const COLUMNS = ['ARGON2_MEMORY_KIB', 'ARGON2_TIME_COST', 'ms alone', 'concurrency', 'hashes/s', 'memory MiB']

/** A block of lines for each candidate, one line for each concurrency. */
export function table(rows: Row[]): string {
  const cells = rows.map(({ candidate: { parameters, ms }, concurrency, hashesPerSecond }) => [
    ...(concurrency === 1 ? [parameters.memoryKib, parameters.timeCost, ms.toFixed(1)] : ['', '', '']),
    concurrency,
    hashesPerSecond.toFixed(1),
    Math.ceil((parameters.memoryKib * concurrency) / 1_024),
  ])
  return [COLUMNS, ...cells]
    .map((row) => row.map((cell, column) => String(cell).padStart(COLUMNS[column]!.length)).join('  '))
    .join('\n')
}

/** Whether hashes one at a time were much slower on average than the fastest: another program was using the core. */
export const wasDisturbed = ({ candidate, concurrency, hashesPerSecond }: Row) =>
  concurrency === 1 && (hashesPerSecond * candidate.ms) / 1_000 < 0.75
