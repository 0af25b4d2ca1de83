import type { NewUser, User } from '../user-store.ts'
import { isOther } from './new-user.ts'

/** A row of a user. What a new user does not have is null. */
export type UserRow = {
  _id: string
  username: string
  usernameKey: string
  passwordHash: string
  jobId: string | null
  createdAt: string
  updatedAt: string | null
  disabled: number | null
  passwordChangedAt: string | null
  version: number | null
}

export const COLUMNS =
  '_id, username, usernameKey, passwordHash, jobId, createdAt, updatedAt, disabled, passwordChangedAt, version'

export const userOf = (row: UserRow): User => ({
  userId: row._id,
  username: row.username,
  usernameKey: row.usernameKey,
  passwordHash: row.passwordHash,
  ...(row.jobId !== null && { jobId: row.jobId }),
  createdAt: new Date(row.createdAt),
  disabled: row.disabled === 1,
  updatedAt: new Date(row.updatedAt ?? row.createdAt),
  passwordChangedAt: new Date(row.passwordChangedAt ?? row.createdAt),
  version: row.version ?? 0,
})

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
