import type { HashCost } from '@registrar/users/foreign/stored-hash'
import type { Argon2Parameters } from '@registrar/users/hashing/password-hasher'
import type { ImportTally } from '@registrar/users/moving/import-tally'
import { grouped } from './progress.ts'

type Circumstances = {
  isDryRun: boolean
  isInterrupted: boolean
  allowNames: boolean
  errors: string | undefined
  seconds: number
  parameters: Argon2Parameters
}

/** What the command prints at its end: names first, because most imports fail on them. */
export function summaryOf(tally: ImportTally, about: Circumstances): string {
  return [
    ...namesOf(tally, about),
    ...(tally.refused > 0 ? [`Refused by code: ${countsOf(tally.faults)}`] : []),
    ...schemesOf(tally, about),
    ...totalsOf(tally, about),
  ].join('\n')
}

function namesOf({ names }: ImportTally, { allowNames }: Circumstances): string[] {
  const total = [...names.values()].reduce((sum, count) => sum + count, 0)
  if (total === 0) return []
  const advice = allowNames
    ? 'Those that could be are let in (--allow-names).'
    : 'They are refused; --allow-names lets them in.'
  return [`Names that break the rules of sign-up: ${grouped(total)} (${countsOf(names)}). ${advice}`]
}

function schemesOf({ schemes }: ImportTally, { parameters }: Circumstances): string[] {
  if (schemes.size === 0) return []
  const rows = [...schemes].sort(([, a], [, b]) => b.users - a.users)
  const width = Math.max(...rows.map(([scheme]) => scheme.length))
  const lines = rows.map(
    ([scheme, { users, dearest }]) =>
      `  ${scheme.padEnd(width)}  ${grouped(users).padStart(11)}  most expensive: ${dearest.label}, ${timeOf(dearest)}`,
  )
  const [first, ...others] = rows.map(([, { dearest }]) => dearest)
  const slowest = others.reduce((most, cost) => (cost.milliseconds > most.milliseconds ? cost : most), first!)
  const memory = Math.max(parameters.memoryKib, ...rows.map(([, { dearest }]) => dearest.memoryKib))
  return [
    'Users by scheme:',
    ...lines,
    `Most expensive verification: ${slowest.label}, ${timeOf(slowest)} of a core.`,
    `Memory for hashing in a directory: VERIFY_CONCURRENCY × ${grouped(memory / 1_024)} MiB at most.`,
  ]
}

/** The estimates are for one machine; other machines differ by far more than a digit. */
const timeOf = ({ milliseconds }: HashCost) => `about ${grouped(Math.max(1, Number(milliseconds.toPrecision(1))))} ms`

function totalsOf(tally: ImportTally, { isDryRun, isInterrupted, errors, seconds }: Circumstances): string[] {
  const { rows, created, exists, refused } = tally
  const made = isDryRun ? 'would be imported' : 'imported'
  const pace = `${seconds.toFixed(1)} s (${grouped(rows / Math.max(seconds, 0.001))} rows a second)`
  const where = refused > 0 && errors !== undefined ? `, listed in ${errors}` : ''
  return [
    `${grouped(rows)} rows in ${pace}: ${grouped(created)} ${made}, ${grouped(exists)} already existed, ` +
      `${grouped(refused)} refused${where}.`,
    ...(isInterrupted ? ['Interrupted: run the same command again to continue.'] : []),
  ]
}

const countsOf = (counts: Map<string, number>) =>
  [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${grouped(count)}`)
    .join(', ')
