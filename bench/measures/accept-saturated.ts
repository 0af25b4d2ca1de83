import { arrivals } from '../load/load.ts'
import type { Measure } from '../measure.ts'
import { digits } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { CORES } from '../stage/hashing.ts'
import { openStage } from '../stage/stage.ts'

const ROUNDS = 3
const SECONDS = 7
const RATE = 100
/** More than the fastest known machine hashes in a round. */
const BACKLOG = CORES * 300 * (SECONDS + 2)

export const acceptSaturated: Measure = {
  name: 'accept-saturated',
  title: 'Answer time while all workers hash, and while none does',
  async run(report) {
    await using stage = await openStage()
    const { url } = await stage.startGateway()
    const accept = () => arrivals({ url, rate: RATE, seconds: SECONDS })
    await accept()
    const seen = await interleaved(
      ROUNDS,
      {
        idle: accept,
        saturated: async () => {
          await stage.fill(BACKLOG - (await stage.waiting()))
          await using _workers = await stage.startWorkers(CORES)
          const answer = await accept()
          if ((await stage.waiting()) < CORES) throw new Error('the backlog was too small for this machine')
          return answer
        },
      },
      report,
    )
    const [idle, saturated] = [seen.idle.map(({ p99 }) => p99), seen.saturated.map(({ p99 }) => p99)]
    const p50 = (rounds: typeof seen.idle) => digits(spreadOf(rounds.map((round) => round.p50)).median)
    return {
      figures: [
        {
          what: `accept p99 with all workers saturated, ${RATE}/s arriving (open loop)`,
          against: 'the same, idle',
          unit: '',
          spread: spreadOf(ratios(saturated, idle)),
          goal: { atMost: 2.5 },
          details: `p99 ${digits(spreadOf(saturated).median)} ms against ${digits(spreadOf(idle).median)} ms; p50 ${p50(seen.saturated)} ms against ${p50(seen.idle)} ms`,
        },
      ],
      plots: [
        {
          name: 'answering',
          title: `p99 of the answer in ms, ${RATE} sign-ups a second`,
          bars: [
            { label: 'no worker', spread: spreadOf(idle) },
            { label: 'all cores hashing', spread: spreadOf(saturated) },
          ],
        },
      ],
    }
  },
}
