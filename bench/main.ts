import { parseArgs } from 'node:util'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { startOrExplain } from '@registrar/shared/process/service'
import type { Findings, Measure } from './measure.ts'
import { LONG_MEASURES, MEASURES } from './measures/all.ts'
import { PAGE, writePage } from './report/page.ts'
import { minutesSoFar, say, sayFindings } from './report/progress.ts'
import { complaintAboutOthers } from './report/quiet.ts'

const HELP = `npm run bench -- [--only NAME [--minutes N]] [--list]

Measures Registrar against the limits of this machine and against the obvious alternatives, in turns, and writes
${PAGE} with its pictures when all rows have run: about 7 minutes on two cores. Let the machine do nothing else
meanwhile. A goal that is missed is reported, and is no failure.

  --only NAME   one row, in less than a minute; nothing is written
  --list        the names of the rows
  --minutes N   how long memory-over-time looks, 30 unless told otherwise; it runs only when it is named`

// What has been started ends with this process: see stage/children.ts.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

await startOrExplain(async () => {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      minutes: { type: 'string', default: '30' },
      list: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return console.log(HELP)
  if (values.list) return console.log([...MEASURES, ...LONG_MEASURES].map(line).join('\n'))
  const measures = values.only === undefined ? MEASURES : [measureNamed(values.only)]
  const minutes = Number(values.minutes)
  if (!(minutes > 0)) throw new ConfigurationError(`--minutes is "${values.minutes}"; it must be a number above 0.`)

  const complaint = await complaintAboutOthers()
  if (complaint) say(complaint)
  const findings: Findings[] = []
  for (const measure of measures) {
    say(`${measure.name}: ${measure.title}`)
    const found = await measure.run((step) => say(`  ${step}`), minutes)
    sayFindings(measure, found)
    findings.push(found)
  }
  if (values.only === undefined) {
    await writePage(findings, { minutes: minutesSoFar(), complaint })
    say(`${PAGE} is written`)
  }
  process.exit(0)
})

function line({ name, title }: Measure): string {
  return `${name.padEnd(18)}${title}`
}

function measureNamed(name: string): Measure {
  const measure = [...MEASURES, ...LONG_MEASURES].find((candidate) => candidate.name === name)
  if (measure) return measure
  const names = [...MEASURES, ...LONG_MEASURES].map((candidate) => candidate.name).join(', ')
  throw new ConfigurationError(`There is no row "${name}"; there are: ${names}.`)
}
