import { verifications } from '../load/load.ts'
import type { Measure } from '../measure.ts'
import { digits, perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { CORES, rawHashRate } from '../stage/hashing.ts'
import { openStage } from '../stage/stage.ts'
import { addUsers, PASSWORD } from '../stage/users.ts'

const USERS = 100

/** So many that a line waits for the threads: of a few, each would be counted in Redis alone, and its sync take the cores. */
const CALLERS = CORES * 16

/** Many short ones: from one ten seconds to the next, cloud machines vary by half in how fast they hash. */
const RATE_ROUNDS = 15
const RATE_SECONDS = 2

/** Turns before the first: slower, for code is still being compiled. */
const WARM_UP = 4

const DELAY_ROUNDS = 3
const DELAY = { rate: 10, seconds: 10 }
/** More than the fastest known machine hashes in a round. */
const BACKLOG = CORES * 300 * (DELAY.seconds + 3)

export const verificationsMeasure: Measure = {
  name: 'verifications',
  title: 'Verifications a second, and how long one takes while all cores hash sign-ups',
  async run(report) {
    await using stage = await openStage()
    await stage.startGateway()
    const usernames = (await addUsers(stage.folder, USERS)).map(({ username }) => username)
    const { url, key } = await stage.startDirectory()
    const to = { url, key, usernames, password: PASSWORD }
    const bare = await stage.startPeer('bench/peers/bare-verifying.ts', { UV_THREADPOOL_SIZE: `${CORES}` })
    const asManyOf = (server: { url: string }) => async () => {
      const { perSecond } = await verifications({ ...to, ...server, connections: CALLERS, seconds: RATE_SECONDS })
      return perSecond
    }
    const contestants = { directory: asManyOf(to), bare: asManyOf(bare) }
    for (const load of Object.values(contestants)) for (let n = 0; n < WARM_UP; n++) await load()
    const rates = await interleaved(RATE_ROUNDS, { raw: () => rawHashRate(RATE_SECONDS), ...contestants }, report)

    const atRate = async () => (await verifications({ ...to, ...DELAY })).p99
    const p99 = await interleaved(
      DELAY_ROUNDS,
      {
        idle: atRate,
        async storm() {
          await stage.fill(BACKLOG - (await stage.waiting()))
          await using _workers = await stage.startWorkers(CORES)
          const ms = await atRate()
          if ((await stage.waiting()) < CORES) throw new Error('the backlog was too small for this machine')
          return ms
        },
      },
      report,
    )
    return {
      figures: [
        {
          what: `verifications/s of one directory for ${CALLERS} callers, Redis on the same cores`,
          against: 'raw argon2id hashes/s on those cores, same engine and parameters',
          unit: '',
          spread: spreadOf(ratios(rates.directory, rates.raw)),
          goal: { atLeast: 0.9 },
          details: `${perSecond(rates.directory)} verifications/s against ${perSecond(rates.raw)} hashes/s`,
        },
        {
          what: 'the same',
          against: 'a bare Hono server that verifies one hash: no API key, no attempts counted, no store',
          unit: '',
          spread: spreadOf(ratios(rates.directory, rates.bare)),
          goal: { atLeast: 0.9 },
          details: `${perSecond(rates.directory)} against ${perSecond(rates.bare)} verifications/s`,
        },
        {
          what: `verification p99 while all cores hash sign-ups, ${DELAY.rate}/s arriving (open loop)`,
          against: 'the same, idle',
          unit: '',
          spread: spreadOf(ratios(p99.storm, p99.idle)),
          goal: { atMost: 3 },
          details: `p99 ${digits(spreadOf(p99.storm).median)} ms against ${digits(spreadOf(p99.idle).median)} ms, of ${DELAY.rate * DELAY.seconds} verifications a round`,
        },
      ],
    }
  },
}
