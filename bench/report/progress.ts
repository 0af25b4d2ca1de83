import { type Findings, isMet, type Measure } from '../measure.ts'
import { goalInWords, spreadInWords } from './words.ts'

const startedAt = performance.now()

export const minutesSoFar = (): number => (performance.now() - startedAt) / 60_000

/** A line with the time since the start. */
export function say(line: string): void {
  const seconds = Math.floor((performance.now() - startedAt) / 1_000)
  console.log(`${`${Math.floor(seconds / 60)}`.padStart(2)}:${`${seconds % 60}`.padStart(2, '0')}  ${line}`)
}

/** What one measure came to, in plain text. */
export function sayFindings({ name }: Measure, { figures }: Findings): void {
  for (const figure of figures) {
    const { what, against, unit, spread, goal, behind } = figure
    const verdict = isMet(figure) ? 'met' : 'MISSED'
    say(`${name}: ${what}${against === '-' ? '' : `, against ${against}`}`)
    say(`    ${spreadInWords(spread, unit)}, goal ${goalInWords(goal, unit)}: ${verdict}. ${behind}`)
  }
}
