import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Measure } from '../measure.ts'
import { digits } from '../report/format.ts'
import { percentile, spreadOf } from '../rounds.ts'
import { now, type Observation } from '../stage/observations.ts'
import { openStage } from '../stage/stage.ts'

const ROUNDS = 3
const JOBS = 100

export const jobStart: Measure = {
  name: 'job-start',
  title: 'From job added to worker started, idle system',
  async run(report) {
    await using stage = await openStage()
    const { processes } = await stage.startWorkers(1, { instruments: ['report-start'] })
    const worker = processes[0]!.child

    const oneStart = async () => {
      await delay(60 + Math.random() * 20) // the previous job has ended, and the worker waits again
      const startedAt = once(worker, 'message')
      const begunAt = now()
      await stage.queue.add()
      const [{ at }] = (await startedAt) as [Observation]
      return at - begunAt
    }
    const rounds: number[][] = []
    for (let round = 1; round <= ROUNDS; round++) {
      report(`round ${round} of ${ROUNDS}: ${JOBS} jobs, one after the other`)
      const delays: number[] = []
      while (delays.length < JOBS) delays.push(await oneStart())
      rounds.push(delays)
    }
    const of = (share: number) => spreadOf(rounds.map((delays) => percentile(delays, share)))
    return {
      figures: [
        {
          what: 'from job added to worker started, idle system: p50',
          against: '-',
          unit: 'ms',
          spread: of(0.5),
          goal: { atMost: 3 },
          details: `p99 ${digits(of(0.99).median)} ms; from just before the job is added until the first line of its processing, ${ROUNDS} × ${JOBS} jobs`,
        },
      ],
    }
  },
}
