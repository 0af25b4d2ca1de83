import { JOB_FIELDS } from '@registrar/shared/redis/keys'
import { type Count, drainOf } from '../../apps/gateway/src/limits/retry-after.ts'
import { byName, count, duration, rate } from '../format.ts'
import { failedJobs, PAGE } from './job-ids.ts'
import { keys, type Operator } from './operator.ts'
import type { Status } from './read-status.ts'

/** The rate is measured over this many seconds. */
const MEMORY = 10

/** Remembers the last readings, and says how many registrations end a second: undefined until there are two. */
export function createRates() {
  const counts: Count[] = []
  return {
    add({ waiting, active }: Status, everAdded: number): number | undefined {
      counts.push({ at: performance.now(), backlog: waiting + active, everAdded })
      if (counts.length > MEMORY) counts.shift()
      return counts.length > 1 ? drainOf(counts).perSecond : undefined
    },
  }
}

type Row = [name: string, value: string, more: string | false]

/** `status` in words, for one screen. */
export async function screenOf(operator: Operator, status: Status, endedPerSecond?: number): Promise<string> {
  const { waiting, active, failed, paused, oldestWaitingSeconds, workers, backlogLimit } = status
  const backlog = waiting + active
  const rows: Row[] = [
    ['waiting', count(waiting), waiting > 0 && `the next one for ${duration(oldestWaitingSeconds)}`],
    ['in flight', count(active), workers === null ? 'workers unknown' : `${count(workers)} workers`],
    ['failed', count(failed), failed > 0 && (await reasonsOf(operator))],
    ['backlog', count(backlog), `${Math.floor((100 * backlog) / backlogLimit)} % of ${count(backlogLimit)}`],
    ...(endedPerSecond === undefined ? [] : [endingRow(endedPerSecond, backlog)]),
    ['paused', paused ? 'yes' : 'no', paused && 'until npm run operate -- resume'],
  ]
  return rows
    .map(([name, value, more]) => `${name.padEnd(10)}${value.padStart(10)}   ${more || ''}`.trimEnd())
    .join('\n')
}

const endingRow = (perSecond: number, backlog: number): Row => [
  'ending',
  rate(perSecond),
  perSecond > 0 && `empty in ${duration(backlog / perSecond)}`,
]

/** How many failed for which reason, of the newest thousand. */
async function reasonsOf({ redis }: Operator): Promise<string> {
  const reasons = new Map<string, number>()
  const { value: newest } = await failedJobs(redis).next()
  const codes = await Promise.all(newest!.map((jobId: string) => redis.hget(keys.job(jobId), JOB_FIELDS.failureCode)))
  for (const code of codes) if (code) reasons.set(code, (reasons.get(code) ?? 0) + 1)
  const isSample = newest!.length >= PAGE
  return `${byName(reasons)}${isSample ? ` (of the last ${count(PAGE)})` : ''}`
}
