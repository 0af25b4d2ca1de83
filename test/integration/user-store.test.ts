import { randomUUID } from 'node:crypto'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import type { NewUser, User } from '@registrar/users/user-store'
import { describe, expect, it } from 'vitest'
import { insertOne } from '../support/insert-one.ts'
import { storeEngines, type TestStore } from '../support/store-engines.ts'

const MADE_AT = new Date('2026-01-02T03:04:05.678Z')
const CHANGED_AT = new Date('2026-02-03T04:05:06.789Z')
const IN_A_YEAR = new Date(Date.now() + 365 * 86_400_000)

const newUser = (username: string, createdAt = MADE_AT): NewUser => ({
  userId: randomUUID(),
  username,
  usernameKey: username.toLowerCase(),
  passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA',
  jobId: randomUUID(),
  createdAt,
})
/** What the store knows of a user who was never changed. */
const unchanged = (user: NewUser): User => ({
  disabled: false,
  ...user,
  updatedAt: user.createdAt,
  passwordChangedAt: user.createdAt,
  version: 0,
})
const named = (username: string, oldNameReservedUntil?: Date) => ({
  username,
  usernameKey: username.toLowerCase(),
  disabled: false,
  at: CHANGED_AT,
  oldNameReservedUntil,
})

async function opened(at: TestStore) {
  const store = await openUserStore(at.settings)
  await store.prepare()
  /** Inserts a user and returns it as the store knows it. */
  const make = async (username: string) => {
    const user = newUser(username)
    expect(await insertOne(store, user)).toBe('created')
    return unchanged(user)
  }
  return { ...store, make }
}

describe.each(storeEngines)('the contract of user stores: $name', ({ create }) => {
  it('keeps what it is given, under the documented names', async () => {
    await using at = await create()
    await using store = await opened(at)
    const user = newUser('Ada')
    expect(await insertOne(store, user)).toBe('created')
    const { userId, createdAt, ...rest } = user
    const [row] = await at.rows()
    expect(row).toMatchObject({ _id: userId, ...rest })
    expect(new Date(row!.createdAt)).toEqual(createdAt)
    expect(await store.find(userId)).toEqual(unchanged(user))
    expect(await store.find(randomUUID())).toBeUndefined()
  })

  it('keeps a disabled user, and one that no registration has made', async () => {
    await using at = await create()
    await using store = await opened(at)
    const { jobId: _, ...imported } = { ...newUser('Ada'), disabled: true }
    expect(await insertOne(store, imported)).toBe('created')
    expect(await store.find(imported.userId)).toEqual(unchanged(imported))
  })

  it('gives a name once', async () => {
    await using at = await create()
    await using store = await opened(at)
    expect(await insertOne(store, newUser('Ada'))).toBe('created')
    expect(await insertOne(store, newUser('ADA'))).toBe('taken')
    expect(await at.rows()).toHaveLength(1)
  })

  it('says of a repeated insert that the user exists', async () => {
    await using at = await create()
    await using store = await opened(at)
    const user = newUser('Ada')
    expect(await insertOne(store, user)).toBe('created')
    const again = { ...user, passwordHash: 'another salt', createdAt: new Date() }
    expect(await insertOne(store, again)).toBe('exists')
    expect(await store.find(user.userId)).toEqual(unchanged(user))
  })

  it('gives each of many users inserted together a verdict of its own, in their order', async () => {
    await using at = await create()
    await using store = await opened(at)
    const [there, taken] = [newUser('There'), newUser('Taken')]
    await store.insertMany([there, newUser('taken')])
    const [first, second] = [newUser('Twice'), newUser('twice')]
    expect(await store.insertMany([taken, first, there, second, newUser('Last')])).toEqual([
      'taken',
      'created',
      'exists',
      'taken',
      'created',
    ])
    expect(await at.rows()).toHaveLength(4)
  })

  it('inserts many users together', async () => {
    await using at = await create()
    await using store = await opened(at)
    const users = Array.from({ length: 200 }, (_, n) => newUser(`user${n}`))
    expect(new Set(await store.insertMany(users))).toEqual(new Set(['created']))
    expect(new Set(await store.insertMany(users))).toEqual(new Set(['exists']))
    expect(await at.rows()).toHaveLength(200)
  })

  it('says of a repeated insert that the user exists, who was renamed meanwhile, whether the old name is reserved or free', async () => {
    await using at = await create()
    await using store = await opened(at)
    for (const [name, reservedUntil] of [
      ['Ada', IN_A_YEAR],
      ['Bob', undefined],
    ] as const) {
      const { jobId, ...user } = await store.make(name)
      expect(await store.change(user, named(`${name}2`, reservedUntil))).toBe('changed')
      expect(await insertOne(store, { ...user, jobId: jobId! })).toBe('exists')
      expect(await store.find(user.userId)).toMatchObject({ username: `${name}2` })
      expect(await store.findByName(name.toLowerCase())).toBeUndefined()
    }
  })

  it('gives a name to one of many concurrent inserts through several connections', async () => {
    await using at = await create()
    await using first = await opened(at)
    await using second = await opened(at)
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, n) => insertOne(n % 2 ? first : second, newUser('Ada'))),
    )
    expect(results.filter((result) => result === 'created')).toHaveLength(1)
    expect(await at.rows()).toHaveLength(1)
  })

  it('keeps its users when it is opened again', async () => {
    await using at = await create()
    {
      await using store = await opened(at)
      await store.make('Ada')
    }
    await using store = await opened(at)
    expect(await insertOne(store, newUser('ada'))).toBe('taken')
  })

  it('finds users by name and by many ids', async () => {
    await using at = await create()
    await using store = await opened(at)
    const [ada, bob] = [await store.make('Ada'), await store.make('Bob')]
    expect(await store.findByName('ada')).toEqual(ada)
    expect(await store.findByName('Ada')).toBeUndefined()
    const found = await store.findMany([bob.userId, randomUUID(), ada.userId, ada.userId])
    expect(found.sort((one, other) => one.username.localeCompare(other.username))).toEqual([ada, bob])
    expect(await store.findMany([])).toEqual([])
  })

  it('pages through all users, oldest first, each once, while others are added', async () => {
    await using at = await create()
    await using store = await opened(at)
    // Pairs of the same moment, inserted in no order.
    const moments = [4, 1, 3, 0, 2, 4, 1, 3, 0, 2].map((n) => new Date(MADE_AT.getTime() + n))
    const made = moments.map((moment, n) => newUser(`user${n}`, moment))
    for (const user of made) await insertOne(store, user)
    const walk: User[] = []
    for (let after: User | undefined; ; after = walk.at(-1)) {
      const page = await store.page({ after, limit: 3 })
      walk.push(...page)
      if (page.length < 3) break
      await insertOne(store, newUser(`later${walk.length}`, new Date(MADE_AT.getTime() + 1_000)))
    }
    const order = (user: NewUser) => `${user.createdAt.toISOString()} ${user.userId}`
    expect(walk.map(order)).toEqual(walk.map(order).sort())
    expect(new Set(walk.map(({ userId }) => userId)).size).toBe(walk.length)
    for (const { userId } of made) expect(walk.map((user) => user.userId)).toContain(userId)
  })

  it('pages from a moment on, those of that moment included', async () => {
    await using at = await create()
    await using store = await opened(at)
    const made = [0, 1, 2].map((n) => newUser(`user${n}`, new Date(MADE_AT.getTime() + n)))
    for (const user of made) await insertOne(store, user)
    const after = { createdAt: made[1]!.createdAt, userId: '' }
    expect(await store.page({ after, limit: 10 })).toEqual(made.slice(1).map(unchanged))
  })

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
