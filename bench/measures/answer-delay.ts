import { waiters } from '../load/load.ts'
import type { Measure } from '../measure.ts'
import { digits } from '../report/words.ts'
import { percentile, spreadOf } from '../rounds.ts'
import { CORES } from '../stage/hashing.ts'
import { sightingsOf } from '../stage/sightings.ts'
import { openStage } from '../stage/stage.ts'

const ROUNDS = 3
const COUNT = 600
/** So many that all cores hash all the time, and each waits long enough to have asked before it has ended. */
const AT_ONCE = 10 * CORES

export const answerDelay: Measure = {
  name: 'answer-delay',
  title: 'From outcome written to long poll and event stream answered, all cores hashing',
  async run(report) {
    await using stage = await openStage()
    const { url } = await stage.startGateway()
    const { processes } = await stage.startWorkers(CORES, { instruments: ['telling-outcome'] })
    const written = sightingsOf(processes)
    const longPoll: number[][] = []
    const stream: number[][] = []
    for (let round = 1; round <= ROUNDS; round++) {
      report(`round ${round} of ${ROUNDS}: ${COUNT} who wait`)
      const told = await waiters({ url, atOnce: AT_ONCE, count: COUNT })
      const inTime = told.filter(({ jobId, askedAt }) => written.get(jobId)! > askedAt)
      if (inTime.length < COUNT / 2) throw new Error('most had ended before anybody asked')
      longPoll.push(inTime.map(({ jobId, longPollAt }) => longPollAt - written.get(jobId)!))
      stream.push(inTime.map(({ jobId, streamAt }) => streamAt - written.get(jobId)!))
    }
    const of = (rounds: number[][], share: number) => spreadOf(rounds.map((delays) => percentile(delays, share)))
    const figure = (way: string, rounds: number[][], share: number, atMost: number) => ({
      what: `from outcome written to ${way} answered: p${share * 100}`,
      against: '-',
      unit: 'ms' as const,
      spread: of(rounds, share),
      goal: { atMost },
      behind: `from the worker's knowing that Redis has the outcome to the client's having the answer, ${digits(AT_ONCE)} waiting at once, all cores hashing`,
    })
    return {
      figures: [
        figure('long poll', longPoll, 0.5, 5),
        figure('long poll', longPoll, 0.99, 25),
        figure('event stream', stream, 0.5, 5),
        figure('event stream', stream, 0.99, 25),
      ],
    }
  },
}
