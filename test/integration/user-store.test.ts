import { randomUUID } from 'node:crypto'
import type { NewUser, User } from '@registrar/users/user-store'
import { describe, expect, it } from 'vitest'
import { insertOne } from '../support/stores/insert-one.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { IN_A_YEAR, MADE_AT, named, newUser, opened, unchanged } from '../support/stores/stored-users.ts'

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
})
