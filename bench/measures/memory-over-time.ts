import { arrivals } from '../load/load.ts'
import type { Figure, Measure } from '../measure.ts'
import { digits } from '../report/format.ts'
import { spreadOf } from '../rounds.ts'
import { CORES } from '../stage/hashing.ts'
import { residentDuring } from '../stage/resident.ts'
import { openStage } from '../stage/stage.ts'

/** About half of what slow cores hash: no backlog grows, and every process is busy all the time. */
const RATE = 20 * CORES
/** The minimum: after this time what Redis keeps of ended registrations no longer grows. */
const OUTCOME_TTL_SECONDS = '60'

export const memoryOverTime: Measure = {
  name: 'memory-over-time',
  title: 'Whether memory stays flat under continuous load',
  async run(report, minutes) {
    await using stage = await openStage({ OUTCOME_TTL_SECONDS })
    const { pid, url } = await stage.startGateway()
    const { processes } = await stage.startWorkers(CORES)
    report(`${RATE} sign-ups a second for ${minutes} minutes`)
    const load = arrivals({ url, rate: RATE, seconds: minutes * 60, mayRefuse: true })
    const [gateway, worker, redis] = await Promise.all([
      residentDuring(pid, load),
      residentDuring(processes[0]!.pid, load),
      residentDuring(stage.redis.pid, load),
    ])
    return {
      figures: [
        growth('gateway', gateway, minutes),
        growth('worker', worker, minutes),
        growth('Redis', redis, minutes),
      ],
    }
  },
}

/** The last quarter of the time against the second: in the first, caches are still being filled. */
function growth(what: string, samplesMb: number[], minutes: number): Figure {
  const quarter = Math.floor(samplesMb.length / 4)
  const second = spreadOf(samplesMb.slice(quarter, 2 * quarter))
  const last = spreadOf(samplesMb.slice(-quarter))
  return {
    what: `resident memory after ${digits(minutes)} minutes of load: ${what}`,
    against: 'the second quarter of that time',
    unit: '',
    spread: spreadOf([last.median / second.median]),
    goal: { atMost: 1.1 },
    details: `${digits(last.median)} MB against ${digits(second.median)} MB; at most ${digits(spreadOf(samplesMb).max)} MB; ${RATE} sign-ups/s`,
  }
}
