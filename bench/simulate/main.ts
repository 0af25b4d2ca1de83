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

How long people wait when more sign up than the workers can hash. People come by chance, the workers take the oldest
first, one each; a wait lasts from accepted to ended. A second or two of computing stand for hours.

  --arrivals 100x10,500x30   so many a second for so many seconds, one phase after the other; default 500x30
  --workers N                each with one hash in flight; default: the cores of this machine
  --hash-ms MS               how long one registration keeps a worker busy; default: measured here, for two seconds
  --max-backlog N            as MAX_BACKLOG; default 100000
  --check                    sends one burst to a real Registrar of its own, and compares; default 400x2`

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
    if (another) throw new ConfigurationError('--check sends one burst: --arrivals RATExSECONDS.')
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
