import { setTimeout as delay } from 'node:timers/promises'
import type { Measure } from '../measure.ts'
import { digits, perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { CORES } from '../stage/hashing.ts'
import { completedRate } from '../stage/rate.ts'
import { openStage, type Stage } from '../stage/stage.ts'

/** Many short ones: see ./throughput.ts. */
const ROUNDS = 12
const SECONDS = 0.8
const [FEW, MANY] = [1_000, 100_000]

/** A contestant: workers on a stage of their own, with `waiting` registrations at the beginning of each turn. */
async function draining(stage: Stage, waiting: number): Promise<() => Promise<number>> {
  await stage.fill(waiting)
  const workers = await stage.startWorkers(CORES)
  await delay(1_000) // the first second is slower: code is still being compiled
  workers.freeze()
  return async () => {
    await stage.fill(waiting - (await stage.waiting()))
    const rate = await workers.turn(() => completedRate(stage, SECONDS))
    if ((await stage.waiting()) === 0) throw new Error('the backlog was too small for this machine')
    return rate
  }
}

export const drain: Measure = {
  name: 'drain',
  title: 'Drain rate of a long queue, compared with a short one',
  async run(report) {
    await using few = await openStage()
    await using many = await openStage()
    report(`adding ${digits(MANY)} registrations`)
    const contestants = { few: await draining(few, FEW), many: await draining(many, MANY) }
    const rates = await interleaved(ROUNDS, contestants, report)
    return {
      figures: [
        {
          what: `drain rate with ${digits(MANY)} waiting`,
          against: `with ${digits(FEW)} waiting`,
          unit: '',
          spread: spreadOf(ratios(rates.many, rates.few)),
          goal: { atLeast: 0.95 },
          details: `${perSecond(rates.many)} against ${perSecond(rates.few)} registrations/s, real hashes`,
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
