import { randomUUID } from 'node:crypto'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import type { NewUser, User } from '@registrar/users/user-store'
import { expect } from 'vitest'
import { insertOne } from './insert-one.ts'
import type { TestStore } from './test-store.ts'

export const MADE_AT = new Date('2026-01-02T03:04:05.678Z')
export const CHANGED_AT = new Date('2026-02-03T04:05:06.789Z')
export const IN_A_YEAR = new Date(Date.now() + 365 * 86_400_000)

/** A user that nobody has stored yet. */
export const newUser = (username: string, createdAt = MADE_AT): NewUser => ({
  userId: randomUUID(),
  username,
  usernameKey: username.toLowerCase(),
  passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaA',
  jobId: randomUUID(),
  createdAt,
})
/** What the store knows of a user who was never changed. */
export const unchanged = (user: NewUser): User => ({
  disabled: false,
  ...user,
  updatedAt: user.createdAt,
  passwordChangedAt: user.createdAt,
  version: 0,
})
/** What a user is changed to. */
export const named = (username: string, oldNameReservedUntil?: Date) => ({
  username,
  usernameKey: username.toLowerCase(),
  disabled: false,
  at: CHANGED_AT,
  oldNameReservedUntil,
})

/** A prepared store, and how to make users in it. */
export async function opened(at: TestStore) {
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
