import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { startOrExplain } from '@registrar/shared/process/service'
import { FAULTS } from '../test/faults/mixed/faults.ts'
import { reportOf } from '../test/faults/mixed/report.ts'
import { type Incident, scheduleOf, suffer } from '../test/faults/mixed/run.ts'
import { startSystem } from '../test/faults/mixed/system.ts'
import { describeMongoEngine, findMongoEngine } from './test/mongo-engine.ts'

const HELP = `npm run test:faults -- [--minutes 10] [--seed N] [--store mongodb|sqlite]
npm run test:faults -- --only FAULT [--times 10]

Injects random faults into a loaded Registrar of real processes, and checks after each that nothing accepted is lost,
nothing happens twice, no outcome changes, no password can be read, and no wrong one is verified. The same seed gives
the same faults in the same order. With --only it repeats one fault to measure its recovery time. Ends with a table.

Faults: ${Object.keys(FAULTS).join(', ')}`

/** More than fit into a minute: each takes some seconds. */
const PER_MINUTE = 60

await startOrExplain(async () => {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: `${randomInt(1_000_000)}` },
      store: { type: 'string', default: 'mongodb' },
      only: { type: 'string' },
      times: { type: 'string', default: '10' },
      rate: { type: 'string', default: '10' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return console.log(HELP)
  if (values.only && !FAULTS[values.only]) throw new ConfigurationError(`Unknown fault "${values.only}".\n\n${HELP}`)
  const minutes = number('minutes', values.minutes)
  const seed = number('seed', values.seed)
  const length = values.only ? number('times', values.times) : minutes * PER_MINUTE
  const schedule = scheduleOf(seed, values.only ? [values.only] : Object.keys(FAULTS), length)

  const engine = values.store === 'mongodb' ? await findMongoEngine() : undefined
  console.log(`seed ${seed}, store ${engine ? describeMongoEngine(engine) : 'sqlite'}`)
  await using system = await startSystem(engine)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void Promise.resolve(system[Symbol.asyncDispose]()).finally(() => process.exit(130)))
  const incidents: Incident[] = []
  const endsAt = performance.now() + minutes * 60_000
  for await (const incident of suffer(system, schedule, number('rate', values.rate))) {
    incidents.push(incident)
    const { fault, recoveryMs, verdict } = incident
    console.log(
      `${incidents.length}. ${fault}: recovered after ${(recoveryMs / 1_000).toFixed(1)} s; ${verdict.accepted} accepted so far, none lost`,
    )
    if (!values.only && performance.now() > endsAt) break
  }
  console.log(`\n${reportOf(incidents)}`)
})

function number(name: string, value: string): number {
  if (/^\d{1,9}$/.test(value)) return Number(value)
  throw new ConfigurationError(`--${name} is "${value}"; it must be a whole number.`)
}
