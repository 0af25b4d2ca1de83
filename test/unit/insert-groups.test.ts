import { randomUUID } from 'node:crypto'
import { createSqliteUserStore } from '@registrar/users/stores/sqlite-user-store'
import type { NewUser } from '@registrar/users/user-store'
import { describe, expect, it } from 'vitest'
import { createInsertGroups } from '../../apps/worker/src/registration/insert-groups.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const BUSY_WITH = 2

const newUser = (username: string): NewUser => ({
  userId: randomUUID(),
  username,
  usernameKey: username.toLowerCase(),
  passwordHash: 'a hash',
  jobId: randomUUID(),
  createdAt: new Date(),
})

/** Groups that insert into a real store, and the names that each insert of theirs had. */
function startGroups() {
  const folder = temporaryFolder()
  const store = createSqliteUserStore(folder.path)
  const inserts: string[][] = []
  const groups = createInsertGroups({
    async insertMany(users) {
      inserts.push(users.map(({ username }) => username))
      if (users.some(({ username }) => username === 'Bad')) throw new TypeError('a document that the store refuses')
      return store.insertMany(users)
    },
    busyWith: BUSY_WITH,
  })
  return {
    ...groups,
    inserts,
    /** So many registrations at once, all of them in flight before the first is hashed. */
    insertAll: (names: string[]) =>
      names.map((name) => groups.during(() => Promise.resolve().then(() => groups.insert(newUser(name))))),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

describe('registrations that are stored together', () => {
  it('with no line, each is inserted as soon as it is hashed, whatever else is in flight', async () => {
    await using groups = startGroups()
    const others = Promise.withResolvers<void>()
    const busy = Array.from({ length: BUSY_WITH }, () => groups.during(() => others.promise))
    expect(await groups.during(() => groups.insert(newUser('Ada')))).toBe('created')
    others.resolve()
    await Promise.all(busy)
    expect(groups.inserts).toEqual([['Ada']])
  })

  it('while more are in flight, they wait for each other, and each learns its own result', async () => {
    await using groups = startGroups()
    const hashed = Promise.withResolvers<void>()
    const busy = Array.from({ length: BUSY_WITH }, () => groups.during(() => hashed.promise))
    const names = ['Ada', 'Bob', 'ADA', 'Eve']
    const results = await Promise.all(groups.insertAll(names))
    expect(results).toEqual(['created', 'created', 'taken', 'created'])
    expect(groups.inserts).toEqual([names])
    hashed.resolve()
    await Promise.all(busy)
  })

  it('one that fails before it is stored does not hold back the others', async () => {
    await using groups = startGroups()
    const failing = Promise.withResolvers<void>()
    const busy = Array.from({ length: BUSY_WITH + 1 }, () => groups.during(() => failing.promise))
    const ada = groups.during(() => groups.insert(newUser('Ada')))
    failing.reject(new Error('a seal that does not open'))
    expect(await ada).toBe('created')
    await Promise.allSettled(busy)
  })

  it('a group that does not become complete is inserted all the same', async () => {
    await using groups = startGroups()
    const never = Promise.withResolvers<void>()
    const busy = Array.from({ length: 10 }, () => groups.during(() => never.promise))
    expect(await groups.during(() => groups.insert(newUser('Ada')))).toBe('created')
    never.resolve()
    await Promise.all(busy)
  })

  it('one that the store refuses does not fail the others', async () => {
    await using groups = startGroups()
    const hashed = Promise.withResolvers<void>()
    const busy = Array.from({ length: BUSY_WITH }, () => groups.during(() => hashed.promise))
    const results = await Promise.allSettled(groups.insertAll(['Ada', 'Bad', 'Bob']))
    expect(results).toMatchObject([{ value: 'created' }, { reason: { name: 'TypeError' } }, { value: 'created' }])
    hashed.resolve()
    await Promise.all(busy)
  })
})
