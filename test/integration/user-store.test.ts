import { randomUUID } from 'node:crypto'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import type { User } from '@registrar/users/user-store'
import { describe, expect, it } from 'vitest'
import { storeEngines } from '../support/store-engines.ts'

const newUser = (username: string): User => ({
  userId: randomUUID(),
  username,
  usernameKey: username.toLowerCase(),
  passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA',
  jobId: randomUUID(),
  createdAt: new Date('2026-01-02T03:04:05.678Z'),
})

describe.each(storeEngines)('the contract of user stores: $name', ({ create }) => {
  it('keeps what it is given, under the documented names', async () => {
    await using at = await create()
    await using store = await openUserStore(at.settings)
    await store.prepare()
    const user = newUser('Ada')
    expect(await store.insert(user)).toBe('created')
    const { userId, createdAt, ...rest } = user
    const [row] = await at.rows()
    expect(row).toMatchObject({ _id: userId, ...rest })
    expect(new Date(row!.createdAt)).toEqual(createdAt)
    expect(await store.find(userId)).toEqual(user)
    expect(await store.find(randomUUID())).toBeUndefined()
  })

  it('gives a name once', async () => {
    await using at = await create()
    await using store = await openUserStore(at.settings)
    await store.prepare()
    expect(await store.insert(newUser('Ada'))).toBe('created')
    expect(await store.insert(newUser('ADA'))).toBe('taken')
    expect(await at.rows()).toHaveLength(1)
  })

  it('answers a repeated insert of the same user as the first time', async () => {
    await using at = await create()
    await using store = await openUserStore(at.settings)
    await store.prepare()
    const user = newUser('Ada')
    expect(await store.insert(user)).toBe('created')
    expect(await store.insert({ ...user, passwordHash: 'another salt', createdAt: new Date() })).toBe('created')
    expect(await store.find(user.userId)).toEqual(user)
  })

  it('gives a name to one of many concurrent inserts through several connections', async () => {
    await using at = await create()
    await using first = await openUserStore(at.settings)
    await using second = await openUserStore(at.settings)
    await Promise.all([first.prepare(), second.prepare()])
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, n) => (n % 2 ? first : second).insert(newUser('Ada'))),
    )
    expect(results.filter((result) => result === 'created')).toHaveLength(1)
    expect(await at.rows()).toHaveLength(1)
  })

  it('walks page by page through the users that were created since a time, each once', async () => {
    await using at = await create()
    await using store = await openUserStore(at.settings)
    await store.prepare()
    const since = new Date('2026-01-02T00:00:00.000Z')
    const users = Array.from({ length: 7 }, (_, n) => ({
      ...newUser(`User-${n}`),
      createdAt: new Date(since.getTime() + (n - 2) * 1_000),
    }))
    for (const user of users) await store.insert(user)

    const seen: User[] = []
    for (let afterId = ''; ; ) {
      const page = await store.createdSince(since, { afterId, limit: 2 })
      seen.push(...page)
      if (page.length === 0) break
      afterId = page.at(-1)!.userId
    }

    const byId = (a: User, b: User) => (a.userId < b.userId ? -1 : 1)
    expect(seen).toEqual(users.slice(2).toSorted(byId))
  })

  it('keeps its users when it is opened again', async () => {
    await using at = await create()
    {
      await using store = await openUserStore(at.settings)
      await store.prepare()
      await store.insert(newUser('Ada'))
    }
    await using store = await openUserStore(at.settings)
    await store.prepare()
    expect(await store.insert(newUser('ada'))).toBe('taken')
  })
})
