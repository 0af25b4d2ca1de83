import { waitingClients } from '../load/load.ts'
import type { Measure } from '../measure.ts'
import { digits } from '../report/format.ts'
import { percentile, spreadOf } from '../rounds.ts'
import { CORES } from '../stage/hashing.ts'
import { observationsOf } from '../stage/observations.ts'
import { openStage } from '../stage/stage.ts'

const ROUNDS = 3
const COUNT = 600
/** Enough that all cores hash all the time, and that most requests arrive before their registration has ended. */
const AT_ONCE = 10 * CORES

export const answerDelay: Measure = {
  name: 'answer-delay',
  title: 'From outcome written to long poll and event stream answered, all cores hashing',
  async run(report) {
    await using stage = await openStage()
    const { url } = await stage.startGateway()
    const { processes } = await stage.startWorkers(CORES, { instruments: ['report-outcome'] })
    const written = observationsOf(processes)
    const longPoll: number[][] = []
    const stream: number[][] = []
    for (let round = 1; round <= ROUNDS; round++) {
      report(`round ${round} of ${ROUNDS}: ${COUNT} waiting clients`)
      const answered = await waitingClients({ url, atOnce: AT_ONCE, count: COUNT })
      const inTime = answered.filter(({ jobId, askedAt }) => written.get(jobId)! > askedAt)
      if (inTime.length < COUNT / 2) throw new Error('most registrations had ended before their client asked')
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
      details: `from Redis's reply to the worker that wrote the outcome until the client has the answer; ${digits(AT_ONCE)} waiting at once, all cores hashing`,
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
