import { setTimeout as delay } from 'node:timers/promises'
import type { Measure } from '../measure.ts'
import { perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { CORES } from '../stage/hashing.ts'
import { completedRate } from '../stage/rate.ts'
import { openStage, type Stage } from '../stage/stage.ts'

/** Many short ones: see ./throughput.ts. */
const ROUNDS = 16
const SECONDS = 0.8
/** More than the fastest known machine hashes in all rounds. */
const BACKLOG = CORES * 300 * (ROUNDS * SECONDS + 3)

/** A contestant: workers on a stage of their own. */
async function completing(stage: Stage, instruments: string[]): Promise<() => Promise<number>> {
  await stage.fill(BACKLOG)
  const workers = await stage.startWorkers(CORES, { instruments })
  await delay(1_000) // the first second is slower: code is still being compiled
  workers.freeze()
  return () => workers.turn(() => completedRate(stage, SECONDS))
}

export const outcomeStream: Measure = {
  name: 'outcome-stream',
  title: 'Completed registrations a second with the outcome stream, compared with outcomes alone',
  async run(report) {
    await using withStream = await openStage()
    await using without = await openStage()
    const contestants = {
      withStream: await completing(withStream, []),
      without: await completing(without, ['without-stream']),
    }
    const rates = await interleaved(ROUNDS, contestants, report)
    return {
      figures: [
        {
          what: 'completed registrations/s, each with its entry in the outcome stream',
          against: 'the same without the stream',
          unit: '',
          spread: spreadOf(ratios(rates.withStream, rates.without)),
          goal: { atLeast: 0.97 },
          details: `${perSecond(rates.withStream)} against ${perSecond(rates.without)} registrations/s, real hashes`,
        },
      ],
    }
  },
}
