import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { startOrExplain } from '@registrar/shared/process/service'
import { parsePhases } from './arrivals.ts'
import { checkAgainstReality } from './check.ts'
import { measureHashTimes } from './hash-times.ts'
import { predict } from './predict.ts'

const HELP = `npm run simulate -- [--arrivals RATExSECONDS,…] [--workers N] [--hash-ms MS] [--max-backlog N]
npm run simulate -- --check [--arrivals RATExSECONDS] [--workers N]

Simulates how long registrations wait when more people sign up than the workers can hash. Arrivals are random; each
worker takes the oldest registration; a wait lasts from accepted to ended. Hours are simulated in a second or two.

  --arrivals 100x10,500x30   sign-ups a second x seconds, one phase after the other; default 500x30
  --workers N                each with one hash in flight; default: the cores of this machine
  --hash-ms MS               how long one registration occupies a worker; default: measured here for two seconds
  --max-backlog N            as MAX_BACKLOG; default 100000
  --check                    sends one burst to a real Registrar that it starts, and compares; default 400x2`

await startOrExplain(async () => {
  const { values } = parseArgs({
    options: {
      arrivals: { type: 'string' },
      workers: { type: 'string', default: `${availableParallelism()}` },
      'hash-ms': { type: 'string' },
      'max-backlog': { type: 'string', default: '100000' },
      check: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return console.log(HELP)
  const workers = whole('workers', values.workers)
  const maxBacklog = whole('max-backlog', values['max-backlog'])
  const phases = parsePhases(values.arrivals ?? (values.check ? '400x2' : '500x30'))
  if (values.check) {
    const [burst, another] = phases
    if (another) throw new ConfigurationError('--check sends one burst; set --arrivals to a single RATExSECONDS.')
    return console.log(await checkAgainstReality(burst!, workers))
  }
  const hashMs = values['hash-ms']
  const hashTimes = hashMs === undefined ? await measureHashTimes(workers) : [positive('hash-ms', hashMs)]
  console.log(predict(phases, { workers, hashTimes, maxBacklog }))
})

function positive(name: string, value: string): number {
  const number = Number(value)
  if (/^\d{1,9}(\.\d+)?$/.test(value) && number > 0) return number
  throw new ConfigurationError(`--${name} is "${value}"; it must be a number above 0.`)
}

function whole(name: string, value: string): number {
  const number = positive(name, value)
  if (Number.isInteger(number)) return number
  throw new ConfigurationError(`--${name} is "${value}"; it must be a whole number.`)
}
