import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { insertOne } from '../support/stores/insert-one.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { CHANGED_AT, IN_A_YEAR, named, newUser, opened } from '../support/stores/stored-users.ts'

describe.each(storeEngines)('the contract of user stores, for changes: $name', ({ create }) => {
  it('changes a user as it was read, and nothing when it has changed since', async () => {
    await using at = await create()
    await using store = await opened(at)
    const ada = await store.make('Ada')
    const disabled = { ...named('Ada'), disabled: true }
    expect(await store.change(ada, disabled)).toBe('changed')
    expect(await store.change(ada, named('ADA'))).toBe('stale')
    const changed = (await store.find(ada.userId))!
    expect(changed).toEqual({ ...ada, disabled: true, updatedAt: CHANGED_AT, version: 1 })
    expect(await store.change(changed, named('ADA'))).toBe('changed')
    expect(await store.find(ada.userId)).toMatchObject({ username: 'ADA', disabled: false, version: 2 })
    expect(await at.rows()).toHaveLength(1)
  })

  it('lets one of many concurrent changes of one version through', async () => {
    await using at = await create()
    await using store = await opened(at)
    const ada = await store.make('Ada')
    const results = await Promise.all(Array.from({ length: 20 }, () => store.change(ada, named('ADA'))))
    expect(results.filter((result) => result === 'changed')).toHaveLength(1)
    expect(await store.find(ada.userId)).toMatchObject({ version: 1 })
  })

  it('reserves the old name with a rename, with nothing else of the person, but not for its owner', async () => {
    await using at = await create()
    await using store = await opened(at)
    const ada = await store.make('Ada')
    expect(await store.change(ada, named('Eve', IN_A_YEAR))).toBe('changed')
    expect(await insertOne(store, newUser('ada'))).toBe('taken')
    expect(await store.findByName('ada')).toBeUndefined()
    const rows = await at.rows()
    const reservation = rows.find(({ usernameKey }) => usernameKey === 'ada')!
    expect(new Date(reservation.reservedUntil!)).toEqual(IN_A_YEAR)
    const held = Object.entries(reservation).filter(([, value]) => value !== null)
    expect(held.map(([name]) => name).sort()).toEqual(['_id', 'reservedUntil', 'usernameKey'])
    expect(JSON.stringify(reservation)).not.toContain(ada.userId)
    expect(await store.find(reservation._id)).toBeUndefined()
    expect(await store.findMany([reservation._id])).toEqual([])
    expect(await store.page({ limit: 10 })).toHaveLength(1)

    const bob = await store.make('Bob')
    expect(await store.change(bob, named('ada'))).toBe('taken')
    const eve = (await store.find(ada.userId))!
    expect(await store.change(eve, named('ada', IN_A_YEAR))).toBe('changed')
    expect(await insertOne(store, newUser('eve'))).toBe('taken')
  })

  it('frees the old name at once where no quarantine is wanted, and leaves everything as it was for a taken name', async () => {
    await using at = await create()
    await using store = await opened(at)
    const ada = await store.make('Ada')
    await store.make('Bob')
    expect(await store.change(ada, named('bob', IN_A_YEAR))).toBe('taken')
    expect(await store.find(ada.userId)).toEqual(ada)
    expect(await at.rows()).toHaveLength(2)
    expect(await store.change(ada, named('Eve'))).toBe('changed')
    expect(await insertOne(store, newUser('ada'))).toBe('created')
  })

  it('changes a password, counted as a change, and one that is to replace another only that', async () => {
    await using at = await create()
    await using store = await opened(at)
    const ada = await store.make('Ada')
    expect(await store.changePassword(ada.userId, { passwordHash: 'one', at: CHANGED_AT })).toBe(true)
    const insteadOf = ada.passwordHash
    expect(await store.changePassword(ada.userId, { passwordHash: 'two', at: CHANGED_AT, insteadOf })).toBe(false)
    expect(await store.changePassword(randomUUID(), { passwordHash: 'two', at: CHANGED_AT })).toBe(false)
    const changed = { ...ada, passwordHash: 'one', passwordChangedAt: CHANGED_AT, updatedAt: CHANGED_AT, version: 1 }
    expect(await store.find(ada.userId)).toEqual(changed)
  })

  it('upgrades a hash without a trace, unless the password was changed meanwhile', async () => {
    await using at = await create()
    await using store = await opened(at)
    const ada = await store.make('Ada')
    expect(await store.upgradeHash(ada.userId, ada.passwordHash, 'upgraded')).toBe(true)
    expect(await store.upgradeHash(ada.userId, ada.passwordHash, 'again')).toBe(false)
    expect(await store.find(ada.userId)).toEqual({ ...ada, passwordHash: 'upgraded' })
  })

  it('erases a user once, and reserves the name with nothing else of the person', async () => {
    await using at = await create()
    await using store = await opened(at)
    const ada = await store.make('Ada')
    expect(await store.erase(ada, IN_A_YEAR)).toBe('erased')
    expect(await store.erase(ada, IN_A_YEAR)).toBe('stale')
    expect(await store.find(ada.userId)).toBeUndefined()
    expect(await store.findByName('ada')).toBeUndefined()
    expect(await insertOne(store, newUser('ada'))).toBe('taken')
    const rows = JSON.stringify(await at.rows())
    for (const trace of [ada.userId, ada.jobId, ada.passwordHash, 'Ada']) expect(rows).not.toContain(trace)

    const bob = await store.make('Bob')
    expect(await store.erase(bob, undefined)).toBe('erased')
    expect(await insertOne(store, newUser('bob'))).toBe('created')
  })

  it('gives a name to one owner at most while it is erased and signed up for at once', async () => {
    await using at = await create()
    await using store = await opened(at)
    for (let round = 0; round < 10; round++) {
      const name = `user${round}`
      const user = await store.make(name)
      const [erased, ...signUps] = await Promise.all([
        store.erase(user, undefined),
        ...Array.from({ length: 5 }, () => insertOne(store, newUser(name))),
      ])
      expect(erased).toBe('erased')
      expect(signUps.filter((result) => result === 'created').length).toBeLessThanOrEqual(1)
      const rows = await at.rows()
      expect(rows.filter(({ usernameKey }) => usernameKey === name).length).toBeLessThanOrEqual(1)
    }
  })

  it('gives each of a few names to one owner when many users want them at once, and loses nobody', async () => {
    await using at = await create()
    await using store = await opened(at)
    const users = await Promise.all(Array.from({ length: 40 }, (_, n) => store.make(`user${n}`)))
    const results = await Promise.all(users.map((user, n) => store.change(user, named(`wanted${n % 4}`, IN_A_YEAR))))
    expect(results.filter((result) => result === 'changed')).toHaveLength(4)
    expect(results.filter((result) => result === 'taken')).toHaveLength(36)
    const names = (await store.page({ limit: 100 })).map(({ usernameKey }) => usernameKey)
    expect(names).toHaveLength(40)
    expect(names.filter((name) => name.startsWith('wanted')).sort()).toEqual([0, 1, 2, 3].map((n) => `wanted${n}`))
    expect(await at.rows()).toHaveLength(44)
  })
})
