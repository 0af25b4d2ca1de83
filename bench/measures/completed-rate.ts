import { setTimeout as delay } from 'node:timers/promises'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { redisKeys } from '@registrar/shared/redis/keys'
import { closedLoop } from '../load/load.ts'
import type { Measure } from '../measure.ts'
import { perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { CORES } from '../stage/hashing.ts'
import { startMongo } from '../stage/mongo.ts'
import { openStage } from '../stage/stage.ts'

const ROUNDS = 8
const SECONDS = 2
/** As many as keep its threads busy all the time; more only wait. */
const CONNECTIONS = 8 * CORES
/** More than the fastest known machine hashes in all rounds. */
const BACKLOG = CORES * 300 * (ROUNDS * SECONDS + 3)

export const completedRate: Measure = {
  name: 'completed-rate',
  title: 'Completed registrations a second, compared with a server that hashes inside the request, both on MongoDB',
  async run(report) {
    await using mongo = await startMongo()
    await using stage = await openStage({ MONGODB_URI: mongo.uri('registrar') })
    const synchronous = await stage.startPeer('bench/peers/synchronous-sign-up.ts', {
      MONGODB_URI: mongo.uri('synchronous'),
      UV_THREADPOOL_SIZE: `${CORES}`,
    })
    await stage.fill(BACKLOG)
    await using workers = await stage.startWorkers(CORES)
    await delay(1_000) // the first second is slower: code is still being compiled
    workers.freeze()
    await closedLoop({ url: synchronous.url, connections: CONNECTIONS, seconds: 1 })

    /** Each outcome has an entry in the stream, written after the user was stored. */
    const outcomes = () => stage.redis.client.xlen(redisKeys(QUEUE_NAME).outcomes)
    const drain = () =>
      workers.turn(async () => {
        const [before, startedAt] = [await outcomes(), performance.now()]
        await delay(SECONDS * 1_000)
        const rate = ((await outcomes()) - before) / ((performance.now() - startedAt) / 1_000)
        if ((await stage.waiting()) === 0) throw new Error('the backlog was too small for this machine')
        return rate
      })
    const rates = await interleaved(
      ROUNDS,
      {
        registrar: drain,
        synchronous: () => closedLoop({ url: synchronous.url, connections: CONNECTIONS, seconds: SECONDS }),
      },
      report,
    )
    return {
      figures: [
        {
          what: 'completed registrations/s, all cores hashing, users in MongoDB',
          against: 'completed sign-ups/s of a synchronous Hono + @node-rs/argon2 + MongoDB server on the same cores',
          unit: '',
          spread: spreadOf(ratios(rates.registrar, rates.synchronous)),
          goal: { atLeast: 1.1 },
          details: `${perSecond(rates.registrar)} against ${perSecond(rates.synchronous)}/s; the synchronous server has ${CONNECTIONS} connections that each send their next request at once`,
        },
      ],
    }
  },
}
