import { setTimeout as delay } from 'node:timers/promises'
import type { Measure } from '../measure.ts'
import { digits, perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { cpuMeter } from '../stage/cpu-meter.ts'
import { CORES, rawHashRate } from '../stage/hashing.ts'
import { busyShare, completedRate } from '../stage/rate.ts'
import { openStage } from '../stage/stage.ts'

/** Many short ones: from one ten seconds to the next, cloud machines vary by half in how fast they hash. */
const ROUNDS = 16
const SECONDS = 0.8
/** More than the fastest known machine hashes in all rounds. */
const BACKLOG = CORES * 300 * (ROUNDS * SECONDS + 3)

export const throughput: Measure = {
  name: 'throughput',
  title: 'Completed registrations a second, and the hashes a second that the cores can do',
  async run(report) {
    await using stage = await openStage()
    await stage.startGateway()
    const shares: number[] = []

    await stage.fill(BACKLOG)
    await using workers = await stage.startWorkers(CORES)
    await delay(1_000) // the first second is slower: code is still being compiled
    workers.freeze()
    const meter = cpuMeter({ workers: workers.processes.map(({ pid }) => pid), redis: stage.redis.pid })
    let completed = 0

    const drain = () =>
      workers.turn(async () => {
        meter.start()
        const { result, share } = await busyShare(() => completedRate(stage, SECONDS))
        meter.stop()
        completed += result * SECONDS
        shares.push(share)
        if ((await stage.waiting()) === 0) throw new Error('the backlog was too small for this machine')
        return result
      })
    const rates = await interleaved(ROUNDS, { raw: () => rawHashRate(SECONDS), registrar: drain }, report)
    return {
      figures: [
        {
          what: 'completed registrations/s, all cores hashing, gateway and Redis on the same cores',
          against: 'raw argon2id hashes/s on those cores, same engine and parameters',
          unit: '',
          spread: spreadOf(ratios(rates.registrar, rates.raw)),
          goal: { atLeast: 0.9 },
          details: `${perSecond(rates.registrar)} registrations/s against ${perSecond(rates.raw)} hashes/s; cores ${digits(spreadOf(shares).median * 100)} % busy; CPU time of one: ${meter.each(completed)}; of a raw hash: ${digits((CORES * 1_000) / spreadOf(rates.raw).median)} ms`,
        },
      ],
      plots: [
        {
          name: 'throughput',
          title: `On ${CORES} cores, a second`,
          bars: [
            { label: 'raw hashes', spread: spreadOf(rates.raw) },
            { label: 'registrations', spread: spreadOf(rates.registrar) },
          ],
        },
      ],
    }
  },
}
