import { arrivals } from '../load/load.ts'
import type { Measure } from '../measure.ts'
import { digits } from '../report/format.ts'
import { interleaved, spreadOf } from '../rounds.ts'
import { CORES, rawHashRate } from '../stage/hashing.ts'
import { startMongo } from '../stage/mongo.ts'
import { openStage } from '../stage/stage.ts'

/** Only Registrar's varies. The other runs once: it takes twice as long, because it answers the last after hashing all. */
const ROUNDS = 2
const SECONDS = 10

export const acceptOverload: Measure = {
  name: 'accept-overload',
  title: 'Answer time when twice as many arrive as can be hashed, compared with hashing inside the request',
  async run(report) {
    await using mongo = await startMongo()
    await using stage = await openStage({ MONGODB_URI: mongo.uri('registrar') })
    const gateway = await stage.startGateway()
    const synchronous = await stage.startPeer('bench/peers/synchronous-sign-up.ts', {
      MONGODB_URI: mongo.uri('synchronous'),
      UV_THREADPOOL_SIZE: `${CORES}`,
    })
    report('hashes a second of this machine')
    const rate = Math.round(2 * (await rawHashRate(2)))
    await arrivals({ url: gateway.url, rate, seconds: 1 }) // warm

    const accept = async () => {
      await stage.fill(2 * CORES) // all of them hash from the start
      await using _workers = await stage.startWorkers(CORES)
      return await arrivals({ url: gateway.url, rate, seconds: SECONDS })
    }
    const ours = await interleaved(ROUNDS, { registrar: accept }, report)
    report('the synchronous server')
    const theirs = await arrivals({ url: synchronous.url, rate, seconds: SECONDS })
    const p99 = ours.registrar.map((round) => round.p99)
    return {
      figures: [
        {
          what: `accept p99 at 2 times the hashing capacity (${digits(rate)}/s for ${SECONDS} s)`,
          against: 'a synchronous Hono + @node-rs/argon2 + MongoDB sign-up: times shorter',
          unit: '',
          spread: spreadOf(p99.map((ms) => theirs.p99 / ms)),
          goal: { atLeast: 500 },
          details: `p99 ${digits(spreadOf(p99).median)} ms against ${digits(theirs.p99)} ms, p50 ${digits(spreadOf(ours.registrar.map((round) => round.p50)).median)} ms against ${digits(theirs.p50)} ms; the longer the overload lasts, the longer the queue of the synchronous server`,
        },
      ],
      plots: [
        {
          name: 'overload',
          title: `p99 of the answer in ms, ${digits(rate)} sign-ups a second for ${SECONDS} s`,
          isLogarithmic: true,
          bars: [
            { label: 'synchronous', spread: spreadOf([theirs.p99]) },
            { label: 'Registrar', spread: spreadOf(p99) },
          ],
        },
      ],
    }
  },
}
