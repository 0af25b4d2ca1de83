import { setTimeout as delay } from 'node:timers/promises'
import type { Measure } from '../measure.ts'
import { digits, perSecond } from '../report/words.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { CORES } from '../stage/hashing.ts'
import { rateOfNext } from '../stage/rate.ts'
import { openStage, type Stage } from '../stage/stage.ts'

const ROUNDS = 3
const [FEW, MANY] = [1_000, 100_000]
/** How many are timed; the few that are hashed before come on top, and all are fewer than those that wait. */
const TIMED = 500

async function drainRate(stage: Stage, waiting: number): Promise<number> {
  await stage.fill(waiting - (await stage.waiting()))
  await using _workers = await stage.startWorkers(CORES)
  await delay(300) // the first hashes fault in their memory
  const rate = await rateOfNext(stage, TIMED)
  if ((await stage.waiting()) === 0) throw new Error('the backlog was too small for this machine')
  return rate
}

export const drain: Measure = {
  name: 'drain',
  title: 'How fast a long queue drains, and a short one',
  async run(report) {
    await using few = await openStage()
    await using many = await openStage()
    report(`filling in ${digits(MANY)} registrations`)
    await many.fill(MANY)
    const rates = await interleaved(
      ROUNDS,
      { few: () => drainRate(few, FEW), many: () => drainRate(many, MANY) },
      report,
    )
    return {
      figures: [
        {
          what: `drain rate with ${digits(MANY)} waiting`,
          against: `with ${digits(FEW)} waiting`,
          unit: '',
          spread: spreadOf(ratios(rates.many, rates.few)),
          goal: { atLeast: 0.95 },
          behind: `${perSecond(rates.many)} against ${perSecond(rates.few)} registrations/s, real hashes`,
        },
      ],
      plots: [
        {
          name: 'draining',
          title: 'Registrations completed a second',
          bars: [
            { label: `${digits(FEW)} waiting`, spread: spreadOf(rates.few) },
            { label: `${digits(MANY)} waiting`, spread: spreadOf(rates.many) },
          ],
        },
      ],
    }
  },
}
