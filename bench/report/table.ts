import { type Figure, isMet } from '../measure.ts'
import { goalInWords, spreadInWords } from './words.ts'

const HEAD = ['measure', 'against', 'goal', 'median (min–max)', 'met', 'behind it']

/** The figures as a Markdown table. */
export function tableOf(figures: Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    figure.against,
    goalInWords(figure.goal, figure.unit),
    `**${spreadInWords(figure.spread, figure.unit)}**`,
    isMet(figure) ? 'yes' : 'no',
    figure.behind,
  ])
  return [HEAD, HEAD.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
