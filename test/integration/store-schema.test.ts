import { randomUUID } from 'node:crypto'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import { describe, expect, it } from 'vitest'
import { insertOne } from '../support/stores/insert-one.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const NEWER = 1_000

const row = {
  _id: randomUUID(),
  username: 'Ada',
  usernameKey: 'ada',
  passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA',
  jobId: randomUUID(),
  createdAt: new Date('2026-01-02T03:04:05.678Z'),
}
const newUserOf = ({ _id: userId, ...rest }: typeof row) => ({ userId, ...rest })
const newUser = (username: string) => ({ ...newUserOf(row), userId: randomUUID(), username, usernameKey: username })

describe.each(storeEngines)('the schema of the $name store', ({ create }) => {
  it('is brought up to date in a store of the first release, which keeps its users', async () => {
    await using at = await create()
    await at.makeUnversioned(row)
    await using store = await openUserStore(at.settings)
    await store.prepare()
    expect(await at.schemaVersion()).toBeGreaterThan(0)
    expect(await store.find(row._id)).toMatchObject({ ...newUserOf(row), version: 0 })
    expect(await insertOne(store, newUser('ada'))).toBe('taken')
    expect(await insertOne(store, newUser('bob'))).toBe('created')
  })

  it('has the same version in a new store and in one that was brought up to date, by many at once', async () => {
    await using fresh = await create()
    await using old = await create()
    await old.makeUnversioned(row)
    for (const at of [fresh, old]) {
      await using first = await openUserStore(at.settings)
      await using second = await openUserStore(at.settings)
      await Promise.all([first.prepare(), second.prepare(), first.prepare(), second.prepare()])
    }
    expect(await old.schemaVersion()).toBe(await fresh.schemaVersion())
  })

  it('of a newer release is refused with one sentence and never written back', async () => {
    await using at = await create()
    {
      await using store = await openUserStore(at.settings)
      await store.prepare()
    }
    await at.setSchemaVersion(NEWER)
    await using store = await openUserStore(at.settings)
    const refused = store.prepare()
    await expect(refused).rejects.toThrow(ConfigurationError)
    await expect(refused).rejects.toThrow(/has schema version 1000, made by a newer release/)
    expect(await at.schemaVersion()).toBe(NEWER)
    expect(await at.rows()).toEqual([])
  })

  it('that a newer release raises while a store is open is refused the next time it is prepared', async () => {
    await using at = await create()
    await using store = await openUserStore(at.settings)
    await store.prepare()
    await at.setSchemaVersion(NEWER)
    await expect(store.prepare()).rejects.toThrow(ConfigurationError)
    expect(await at.schemaVersion()).toBe(NEWER)
  })
})
