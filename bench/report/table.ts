import { type Figure, isMet } from '../measure.ts'
import { formatGoal, formatSpread } from './format.ts'

const HEAD = ['measure', 'against', 'goal', 'median (min–max)', 'met', 'details']

/** The figures as a Markdown table. */
export function tableOf(figures: Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    figure.against,
    formatGoal(figure.goal, figure.unit),
    `**${formatSpread(figure.spread, figure.unit)}**`,
    isMet(figure) ? 'yes' : 'no',
    figure.details,
  ])
  return [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
