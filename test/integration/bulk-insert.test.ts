import { randomUUID } from 'node:crypto'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import type { NewUser, UserStore } from '@registrar/users/user-store'
import { describe, expect, it } from 'vitest'
import { storeEngines } from '../support/stores/store-engines.ts'

const MADE_AT = new Date('2026-01-02T03:04:05.678Z')
const CHANGED_AT = new Date('2026-02-03T04:05:06.789Z')
const IN_A_YEAR = new Date(Date.now() + 365 * 86_400_000)

const newUser = (username: string, more: Partial<NewUser> = {}): NewUser => ({
  userId: randomUUID(),
  username,
  usernameKey: username.toLowerCase(),
  passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA',
  createdAt: MADE_AT,
  ...more,
})

const renamed = async (store: UserStore, userId: string, username: string) => {
  const change = { username, usernameKey: username, disabled: false, at: CHANGED_AT }
  expect(await store.change((await store.find(userId))!, change)).toBe('changed')
}

describe.each(storeEngines)('inserting many users: $name', ({ create }) => {
  it('stores each of them, with the times at which they changed elsewhere', async () => {
    await using at = await create()
    await using store = await openUserStore(at.settings)
    await store.prepare()
    const ada = newUser('Ada', { disabled: true, updatedAt: CHANGED_AT, passwordChangedAt: MADE_AT })
    const users = [ada, ...Array.from({ length: 299 }, (_, n) => newUser(`User${n}`))]
    expect(new Set(await store.insertMany(users))).toEqual(new Set(['created']))
    expect(await at.rows()).toHaveLength(300)
    expect(await store.find(ada.userId)).toEqual({ ...ada, version: 0 })
    const bob = users[1]!
    expect(await store.find(bob.userId)).toMatchObject({ ...bob, updatedAt: MADE_AT, passwordChangedAt: MADE_AT })
    expect(await store.findMany(users.map(({ userId }) => userId))).toHaveLength(300)
    expect(await store.checkMany(users)).toEqual(users.map(() => 'exists'))
    expect(await store.insertMany([])).toEqual([])
  })

  it('changes nothing the second time, not even of users who have changed since, or have another name by now', async () => {
    await using at = await create()
    await using store = await openUserStore(at.settings)
    await store.prepare()
    const users = ['Ada', 'Bob', 'Eve'].map((name) => newUser(name))
    await store.insertMany(users)
    await renamed(store, users[0]!.userId, 'adele')
    await store.changePassword(users[1]!.userId, { passwordHash: 'another', at: CHANGED_AT })
    const before = await at.rows()
    expect(await store.insertMany(users)).toEqual(['exists', 'exists', 'exists'])
    expect(await store.checkMany(users)).toEqual(['exists', 'exists', 'exists'])
    expect(await at.rows()).toEqual(before)
  })

  it('refuses a name or an id that somebody has, stores the rest, and of two that ask for one name the earlier', async () => {
    await using at = await create()
    await using store = await openUserStore(at.settings)
    await store.prepare()
    const ada = newUser('Ada')
    await store.insertMany([ada])
    const many = [
      newUser('Bob'),
      newUser('ADA'),
      newUser('bob'),
      newUser('Eve', { userId: ada.userId }),
      newUser('Zoe'),
    ]
    expect(await store.checkMany(many)).toEqual(['created', 'taken', 'created', 'exists', 'created'])
    expect(await at.rows()).toHaveLength(1)
    expect(await store.insertMany(many)).toEqual(['created', 'taken', 'taken', 'exists', 'created'])
    expect((await at.rows()).map(({ username }) => username).sort()).toEqual(['Ada', 'Bob', 'Zoe'])
  })

  it('gives out no name that is in quarantine, and no id of such a name', async () => {
    await using at = await create()
    await using store = await openUserStore(at.settings)
    await store.prepare()
    const ada = newUser('Ada')
    await store.insertMany([ada])
    await store.erase((await store.find(ada.userId))!, IN_A_YEAR)
    const [reservation] = await at.rows()
    const many = [newUser('ada'), newUser('Bob', { userId: reservation!._id })]
    expect(await store.insertMany(many)).not.toContain('created')
    expect(await store.checkMany([newUser('ada')])).toEqual(['taken'])
    expect(await at.rows()).toEqual([reservation])
  })

  it('gives each name to one of several that insert the same names at once', async () => {
    await using at = await create()
    await using store = await openUserStore(at.settings)
    await store.prepare()
    const rivals = Array.from({ length: 4 }, () => Array.from({ length: 50 }, (_, n) => newUser(`user${n}`)))
    const results = (await Promise.all(rivals.map((users) => store.insertMany(users)))).flat()
    expect(results.filter((result) => result === 'created')).toHaveLength(50)
    expect(results.filter((result) => result === 'taken')).toHaveLength(150)
    expect(await at.rows()).toHaveLength(50)
  })
})
