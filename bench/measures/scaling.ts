import { setTimeout as delay } from 'node:timers/promises'
import type { Measure } from '../measure.ts'
import { digits, perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { completedRate } from '../stage/rate.ts'
import { openStage } from '../stage/stage.ts'

const ROUNDS = 3
const SECONDS = 4
const HASH_MS = 40

export const scaling: Measure = {
  name: 'scaling',
  title: 'Gain from twice as many workers, where cores are not the limit',
  async run(report) {
    await using stage = await openStage()
    await stage.fill(ROUNDS * (1 + 2 + 4) * (SECONDS + 2) * (1_000 / HASH_MS))
    const withWorkers = (count: number) => async () => {
      await using _workers = await stage.startWorkers(count, {
        instruments: ['sleeping-hasher'],
        variables: { BENCH_HASH_MS: `${HASH_MS}` },
      })
      await delay(300)
      return await completedRate(stage, SECONDS)
    }
    const rates = await interleaved(
      ROUNDS,
      { '1 worker': withWorkers(1), '2 workers': withWorkers(2), '4 workers': withWorkers(4) },
      report,
    )
    const [one, two, four] = [rates['1 worker'], rates['2 workers'], rates['4 workers']]
    const step = (from: number, to: number, fewer: number[], more: number[]) => ({
      what: `${from} → ${to} worker processes (instead of hashing, each waits ${HASH_MS} ms without using the CPU)`,
      against: 'linear',
      unit: '' as const,
      spread: spreadOf(ratios(more, fewer).map((ratio) => ratio / 2)),
      goal: { atLeast: 0.9 },
      details: `${perSecond(more)} against 2 × ${perSecond(fewer)} registrations/s; ${digits(1_000 / HASH_MS)} a worker would mean no overhead at all`,
    })
    return {
      figures: [step(1, 2, one, two), step(2, 4, two, four)],
      plots: [
        {
          name: 'scaling',
          title: `Registrations a second, with a wait of ${HASH_MS} ms instead of the hash`,
          bars: Object.entries(rates).map(([label, ofLabel]) => ({ label, spread: spreadOf(ofLabel) })),
        },
      ],
    }
  },
}
