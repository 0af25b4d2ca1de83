import { parseArgs } from 'node:util'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { startOrExplain } from '@registrar/shared/process/service'
import type { Findings, Measure } from './measure.ts'
import { LONG_MEASURES, MEASURES } from './measures/all.ts'
import { describeOtherLoad } from './report/other-load.ts'
import { PAGE, writePage } from './report/page.ts'
import { minutesSoFar, print, printFindings } from './report/progress.ts'

const HELP = `npm run bench -- [--only NAME [--minutes N]] [--list]

Measures Registrar against the limits of this machine and against the obvious alternatives, in alternating rounds, and
writes ${PAGE} with its charts when all measures have run: about 15 minutes on two cores. Keep the machine idle
meanwhile. A missed goal is reported and is not a failure.

  --only NAME   one measure, mostly in less than a minute; nothing is written
  --list        the names of the measures
  --minutes N   the length of memory-over-time, and of the outage of webhook-outage, default 30; they run only when named`

// What was started is stopped with this process: see stage/children.ts.
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

  const otherLoad = await describeOtherLoad()
  if (otherLoad) print(otherLoad)
  const findings: Findings[] = []
  for (const measure of measures) {
    print(`${measure.name}: ${measure.title}`)
    const found = await measure.run((step) => print(`  ${step}`), minutes)
    printFindings(measure, found)
    findings.push(found)
  }
  if (values.only === undefined) {
    await writePage(findings, { minutes: minutesSoFar(), otherLoad })
    print(`wrote ${PAGE}`)
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
  throw new ConfigurationError(`Unknown measure "${name}"; the measures are: ${names}.`)
}
