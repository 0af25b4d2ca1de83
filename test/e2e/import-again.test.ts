import { openUserStore } from '@registrar/users/stores/open-user-store'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import type { Command } from '../support/processes/command.ts'
import { runImport, STORED_HASH, ssha, startImport, writeRows } from '../support/processes/import.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

/** Of five rows one has to be hashed, so that an import of them lasts long enough to be disturbed. */
const mixedRows = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    username: `user-${n}`,
    passwordHash: n % 5 === 0 ? ssha(`password ${n}`) : STORED_HASH,
  }))

describe.each(storeEngines)('npm run import into $name', ({ create }) => {
  it('goes on where it was interrupted, or killed outright three times, and changes nothing when it is run again', async () => {
    await using at = await create()
    const rows = mixedRows(2_000)
    const file = writeRows(at, rows)
    await using store = await openUserStore(at.settings)
    const isIn = async (username: string) => (await store.findByName(username)) !== undefined
    for (const [signal, isTime] of [
      ['SIGTERM', () => isIn('user-0')],
      ['SIGKILL', () => isIn('user-500')],
      ['SIGKILL', () => isIn('user-1000')],
      ['SIGKILL', (run: Command) => run.stderr().includes('User store')],
    ] as const) {
      await using run = startImport(at, [file, '--jobs', '1'])
      await eventually('it has come so far', () => isTime(run))
      run.child.kill(signal)
      expect(await run.exited).toBe(signal === 'SIGTERM' ? 130 : signal)
      if (signal === 'SIGTERM') expect(run.stdout()).toContain('Interrupted: run the same command again')
    }
    expect(await isIn('user-1999')).toBe(false)
    const last = await runImport(at, [file])
    expect([last.code, last.stdout]).toEqual([0, expect.stringMatching(/2,000 rows .* 0 refused/)])
    const after = await at.rows()
    expect(new Set(after.map(({ usernameKey }) => usernameKey))).toEqual(new Set(rows.map(({ username }) => username)))
    expect(after).toHaveLength(2_000)

    const again = await runImport(at, [file])
    expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/0 imported, 2,000 already existed/)])
    expect(await at.rows()).toEqual(after)
  })

  it('imports each user once when two of it run at once', async () => {
    await using at = await create()
    const file = writeRows(at, mixedRows(500))
    const runs = await Promise.all([runImport(at, [file]), runImport(at, [file])])
    expect(runs.map(({ code }) => code)).toEqual([0, 0])
    const made = runs.map(({ stdout }) => Number(/([\d,]+) imported/.exec(stdout)![1]!.replace(',', '')))
    expect(made[0]! + made[1]!).toBe(500)
    const rows = await at.rows()
    expect(new Set(rows.map(({ usernameKey }) => usernameKey)).size).toBe(500)
    expect(rows).toHaveLength(500)
  })
})
