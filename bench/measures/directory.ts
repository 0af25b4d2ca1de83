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
const READ = 1_000
const EXPORTED = 1_000_000
/** What the process holds after a first, short export, for comparison. */
const SETTLING_MS = 2_000

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
    await Promise.all([read(), get()])
    const rates = await interleaved(ROUNDS, { bare: get, directory: read }, report)

    const exported = async () => {
      const { body } = await fetch(`${url}/users/export`, { headers })
      let lines = 0
      for await (const chunk of body!) for (const byte of chunk) if (byte === 0x0a) lines++
      return lines
    }
    await exported()
    const idle = await residentDuring(pid, delay(SETTLING_MS))
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
    const [start, end] = [spreadOf(idle).median, spreadOf(during.slice(-4)).median]
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
          what: `memory that an export of ${digits(EXPORTED)} users adds to the directory`,
          against: '-',
          unit: 'MB',
          spread: spreadOf([end - start]),
          goal: { atMost: 50 },
          details: `${digits(start)} MB before, ${digits(end)} MB in its last second, at most ${digits(Math.max(...during))} MB; ${digits(rowsPerSecond)} users/s`,
        },
      ],
    }
  },
}
