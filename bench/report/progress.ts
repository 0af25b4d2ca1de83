import { type Findings, isMet, type Measure } from '../measure.ts'
import { formatGoal, formatSpread } from './format.ts'

const startedAt = performance.now()

export const minutesSoFar = (): number => (performance.now() - startedAt) / 60_000

/** Prints a line with the time since the start. */
export function print(line: string): void {
  const seconds = Math.floor((performance.now() - startedAt) / 1_000)
  console.log(`${`${Math.floor(seconds / 60)}`.padStart(2)}:${`${seconds % 60}`.padStart(2, '0')}  ${line}`)
}

/** Prints the results of one measure. */
export function printFindings({ name }: Measure, { figures }: Findings): void {
  for (const figure of figures) {
    const { what, against, unit, spread, goal, details } = figure
    const verdict = isMet(figure) ? 'met' : 'MISSED'
    print(`${name}: ${what}${against === '-' ? '' : `, against ${against}`}`)
    print(`    ${formatSpread(spread, unit)}, goal ${formatGoal(goal, unit)}: ${verdict}. ${details}`)
  }
}
