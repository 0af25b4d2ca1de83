import { setTimeout as delay } from 'node:timers/promises'
import { closedLoop } from '../load/load.ts'
import type { Measure } from '../measure.ts'
import { digits, perSecond } from '../report/format.ts'
import { interleaved, ratios, spreadOf } from '../rounds.ts'
import { residentDuring } from '../stage/resident.ts'
import { openStage } from '../stage/stage.ts'
import { addManyUsers, addUsers } from '../stage/users.ts'

const ROUNDS = 5
const LOAD = { connections: 50, seconds: 2 }
/** Turns before the first: a server becomes faster for some 50,000 requests, as its code is compiled. */
const WARM_UP = 3
const READ = 1_000
const EXPORTED = 1_000_000
const IDLE_MS = 2_000

export const directory: Measure = {
  name: 'directory',
  title: 'Users read by id a second, compared with a bare GET; the export of a million users',
  async run(report) {
    await using stage = await openStage()
    const users = await addUsers(stage.folder, READ)
    const { url, key, pid } = await stage.startDirectory()
    const bare = await stage.startPeer('bench/peers/bare-hono.ts')
    const headers = { authorization: `Bearer ${key}` }
    const read = () => closedLoop({ url, headers, paths: users.map(({ userId }) => `/users/${userId}`), ...LOAD })
    const get = () => closedLoop({ url: bare.url, paths: users.map(({ userId }) => `/register/${userId}`), ...LOAD })
    for (let n = 0; n < WARM_UP; n++) for (const load of [read, get]) await load()
    const rates = await interleaved(ROUNDS, { bare: get, directory: read }, report)

    const exported = async () => {
      const { body } = await fetch(`${url}/users/export`, { headers })
      let lines = 0
      for await (const chunk of body!) for (const byte of chunk) if (byte === 0x0a) lines++
      return lines
    }
    await exported()
    const idle = await residentDuring(pid, delay(IDLE_MS))
    report(`adding ${digits(EXPORTED)} users`)
    addManyUsers(stage.folder, EXPORTED)
    report(`exporting ${digits(EXPORTED)} users`)
    const startedAt = performance.now()
    let lines = 0
    const during = await residentDuring(
      pid,
      exported().then((count) => (lines = count)),
    )
    const rowsPerSecond = lines / ((performance.now() - startedAt) / 1_000)
    if (lines !== EXPORTED + READ) throw new Error(`${lines} users were exported`)
    // Node's heap finds its size in the first tenth; from then on an export that keeps nothing stays where it is.
    const tenth = Math.ceil(during.length / 10)
    const [start, end] = [during.slice(tenth, 2 * tenth), during.slice(-tenth)].map((part) => spreadOf(part).median)
    return {
      figures: [
        {
          what: 'users read by id/s',
          against: 'bare Hono GET',
          unit: '',
          spread: spreadOf(ratios(rates.directory, rates.bare)),
          goal: { atLeast: 0.4 },
          details: `${perSecond(rates.directory)} against ${perSecond(rates.bare)} answers/s, embedded store`,
        },
        {
          what: `growth of the directory from the second to the last tenth of an export of ${digits(EXPORTED)} users`,
          against: '-',
          unit: 'MB',
          spread: spreadOf([end! - start!]),
          goal: { atMost: 50 },
          details: `${digits(spreadOf(idle).median)} MB before, ${digits(start!)} and ${digits(end!)} MB in these tenths, at most ${digits(Math.max(...during))} MB; ${digits(rowsPerSecond)} users/s`,
        },
      ],
    }
  },
}
