import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPasswordHasher } from '@registrar/users/hashing/password-hasher'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import { describe, expect, it } from 'vitest'
import { PASSWORD_VECTORS } from '../support/hashes/password-vectors.ts'
import { runExport, runImport, STORED_HASH, writeRows } from '../support/processes/import.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const CHANGED_AT = new Date('2026-02-03T04:05:06.789Z')
const [{ create: createFirst }] = storeEngines as [(typeof storeEngines)[0]]

describe.each(storeEngines)('npm run export from $name', ({ create }) => {
  it('writes what an import into an empty store makes the same users of, whatever has changed of them', async () => {
    await using from = await create()
    await using to = await create()
    const vectors = PASSWORD_VECTORS.flatMap(({ scheme, hash, fields }, n) => ({
      username: `user-${n}`,
      ...(hash ? { passwordHash: hash } : { password: { scheme, ...fields } }),
    }))
    const plain = Array.from({ length: 1_000 }, (_, n) => ({ username: `plain-${n}`, passwordHash: STORED_HASH }))
    const file = writeRows(from, [...vectors, ...plain, { username: 'a b@c.example', passwordHash: STORED_HASH }])
    expect((await runImport(from, [file, '--allow-names'])).code).toBe(0)
    await using store = await openUserStore(from.settings)
    const [ada, bob, eve] = await store.page({ limit: 3 })
    const change = { username: 'Ada', usernameKey: 'ada', disabled: true, at: CHANGED_AT }
    expect(await store.change(ada!, change)).toBe('changed')
    await store.changePassword(bob!.userId, { passwordHash: STORED_HASH, at: CHANGED_AT })
    await store.erase(eve!, undefined)

    const out = join(from.settings.DATA_DIR, 'out.ndjson')
    writeFileSync(out, 'of an older export', { mode: 0o644 })
    const exported = await runExport(from, ['--with-hashes', '--out', out])
    expect([exported.code, exported.stdout]).toEqual([0, ''])
    expect(statSync(out).mode & 0o777).toBe(0o600)
    expect(readFileSync(out, 'utf8').split('\n')).toHaveLength(PASSWORD_VECTORS.length + 1_001)

    expect((await runImport(to, [out, '--allow-names'])).code).toBe(0)
    const again = await runExport(to, ['--with-hashes'])
    expect(again.stdout).toBe(readFileSync(out, 'utf8'))
    expect((await runImport(to, [out, '--allow-names'])).stdout).toContain(' 0 imported')
    const unhashed = await runExport(to)
    expect(unhashed.stdout).not.toMatch(/passwordHash|argon2|\$2[aby]\$/)
    expect(unhashed.stdout.split('\n')).toHaveLength(PASSWORD_VECTORS.length + 1_001)
  })

  it('has every user who is there from the beginning to the end once, while others sign up and are erased', async () => {
    await using at = await create()
    const file = writeRows(
      at,
      Array.from({ length: 2_500 }, (_, n) => ({ username: `user-${n}`, passwordHash: STORED_HASH })),
    )
    expect((await runImport(at, [file])).code).toBe(0)
    await using store = await openUserStore(at.settings)
    const { hash } = await createPasswordHasher({ memoryKib: 7_168, timeCost: 5, parallelism: 1 })
    const doomed = await store.page({ limit: 20 })
    let isOver = false
    const traffic = (async () => {
      for (let n = 0; !isOver; n++) {
        const userId = crypto.randomUUID()
        const passwordHash = await hash(Buffer.from(`password ${n}`)) // between two writes lies a hash, as in a worker
        const user = { userId, username: `new-${n}`, usernameKey: `new-${n}`, passwordHash }
        await store.insertMany([{ ...user, createdAt: new Date() }])
        if (doomed.length > 0) await store.erase(doomed.pop()!, undefined)
      }
    })()
    const gone = new Set(doomed.map(({ username }) => username))
    const { code, stdout, stderr } = await runExport(at)
    isOver = true
    await traffic
    expect([code, stderr]).toEqual([0, expect.anything()])
    const names = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { username: string }).username)
    expect(new Set(names).size).toBe(names.length)
    const stayed = names.filter((name) => name.startsWith('user-') && !gone.has(name))
    expect(stayed).toHaveLength(2_480)
  })
})

describe('npm run export', () => {
  it('leaves no part of a file when it cannot be completed, and touches nothing that is no file', async () => {
    await using at = await createFirst()
    await using store = await openUserStore(at.settings)
    await store.prepare()
    for (const out of ['/dev/null', at.settings.DATA_DIR, join(at.settings.DATA_DIR, 'none/out')]) {
      const { code, stderr } = await runExport(at, ['--out', out])
      expect([code, stderr]).toEqual([1, expect.stringMatching(/--out is ".*", which cannot be written as a file/)])
    }
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
    expect(readdirSync(at.settings.DATA_DIR).filter((name) => name.includes('partial'))).toEqual([])
    expect((await runExport(at, ['--help'])).stdout).toMatch(/^npm run -s export/)
    expect((await runExport(at, ['more'])).stderr).toMatch(/see --help\.$/m)
  })
})
