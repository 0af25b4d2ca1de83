import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { RegistrarError } from '../../packages/client/src/create-registrar.ts'
import { directoryAt, startTestDirectory } from '../support/processes/directory.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const USERS = 1_000
const NAMES = 100
/** One request after the other of each; a directory with a thousand at once would refuse most of them as too late. */
const CALLERS = 50

it.each(storeEngines)(
  '1,000 renames of 1,000 users to 100 names give each name to one of them and lose nobody: $name',
  async ({ create }) => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const users = Array.from({ length: USERS }, (_, n) => ({
      userId: randomUUID(),
      username: `user${n}`,
      usernameKey: `user${n}`,
      passwordHash: 'nobody verifies it',
      createdAt: new Date(),
    }))
    await directory.store.insertMany(users)

    const client = directoryAt(directory.url, directory.key)
    const results: string[] = []
    const waiting = users.map(({ userId }, n) => ({ userId, username: `wanted${n % NAMES}` }))
    const call = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const { userId, username } = next
        const renamed = client.users.update(userId, { username }).then(() => 'renamed')
        results.push(await renamed.catch((error: RegistrarError) => error.code))
      }
    }
    await Promise.all(Array.from({ length: CALLERS }, call))

    expect(results.filter((result) => result === 'renamed')).toHaveLength(NAMES)
    expect(results.filter((result) => result === 'username_taken')).toHaveLength(USERS - NAMES)
    const rows = await at.rows()
    const inUse = rows.filter(({ reservedUntil }) => !reservedUntil)
    expect(new Set(inUse.map(({ _id }) => _id))).toEqual(new Set(users.map(({ userId }) => userId)))
    const given = inUse.filter(({ usernameKey }) => usernameKey.startsWith('wanted'))
    expect(new Set(given.map(({ usernameKey }) => usernameKey)).size).toBe(NAMES)
    expect(rows.length - inUse.length).toBe(NAMES) // the old names
    expect(new Set(rows.map(({ usernameKey }) => usernameKey)).size).toBe(USERS + NAMES)
  },
)
