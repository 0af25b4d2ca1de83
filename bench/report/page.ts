import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Findings } from '../measure.ts'
import { draw } from './draw.ts'
import { describeMachine } from './machine.ts'
import { tableOf } from './table.ts'

export const PAGE = 'docs/benchmarks.md'
const PICTURES = 'docs/benchmarks'
const [BEGIN, END] = ['<!-- written by npm run bench -->', '<!-- the rest is written by hand -->']

/** How long the run took, and what else was using the machine. */
type Run = { minutes: number; otherLoad: string | undefined }

/** Writes the generated part of the page, and its charts; the text around it, written by hand, stays. */
export async function writePage(findings: Findings[], { minutes, otherLoad = '' }: Run): Promise<void> {
  mkdirSync(PICTURES, { recursive: true })
  const plots = findings.flatMap(({ plots = [] }) => plots)
  for (const plot of plots) writeFileSync(`${PICTURES}/${plot.name}.svg`, `${draw(plot)}\n`)

  const generated = [
    BEGIN,
    ...(await describeMachine()),
    `Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}, in ${Math.round(minutes)} minutes. Contestants take turns; ratios are computed within each round, so that their spread is that of the comparison. ${otherLoad}`,
    tableOf(findings.flatMap(({ figures }) => figures)),
    ...plots.map(({ name, title }) => `![${title}](benchmarks/${name}.svg)`),
    END,
  ].join('\n\n')
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : `# Benchmarks\n\n${BEGIN}\n${END}\n`
  const [before, after] = [page.split(BEGIN)[0], page.split(END)[1]]
  writeFileSync(PAGE, `${before}${generated}${after}`)
  spawnSync('node_modules/.bin/biome', ['format', '--write', PAGE], { stdio: 'ignore' }) // aligns the table
}
