import type { NewUser, User } from '../user-store.ts'
import { isOther } from './new-user.ts'

/**
 * A row of a user, as an array of `COLUMNS`: an object for each row costs as much as to find it. What a new user does not
 * have is null.
 */
export type UserRow = [
  userId: string,
  username: string,
  usernameKey: string,
  passwordHash: string,
  jobId: string | null,
  createdAt: string,
  updatedAt: string | null,
  disabled: number | null,
  passwordChangedAt: string | null,
  version: number | null,
]

export const COLUMNS =
  '_id, username, usernameKey, passwordHash, jobId, createdAt, updatedAt, disabled, passwordChangedAt, version'

export function userOf(row: UserRow): User {
  const [userId, username, usernameKey, passwordHash, jobId, created, updated, disabled, passwordChanged, version] = row
  const createdAt = new Date(created)
  return {
    userId,
    username,
    usernameKey,
    passwordHash,
    ...(jobId !== null && { jobId }),
    createdAt,
    disabled: disabled === 1,
    updatedAt: updated === null ? createdAt : new Date(updated),
    passwordChangedAt: passwordChanged === null ? createdAt : new Date(passwordChanged),
    version: version ?? 0,
  }
}

/** In the order of the columns of `insert`. */
export const newRowOf = (user: NewUser) =>
  [
    user.userId,
    user.username,
    user.usernameKey,
    user.passwordHash,
    user.jobId ?? null,
    user.createdAt.toISOString(),
    isOther(user.updatedAt, user.createdAt) ? user.updatedAt.toISOString() : null,
    user.disabled ? 1 : null,
    isOther(user.passwordChangedAt, user.createdAt) ? user.passwordChangedAt.toISOString() : null,
  ] as const
