import type { Document, Filter } from 'mongodb'
import type { NewUser, User } from '../user-store.ts'
import { isOther } from './new-user.ts'

/** A document of `users`: a user, or a name in quarantine, which has `usernameKey` and `reservedUntil` alone. */
export type UserDocument = {
  _id: string
  username?: string
  usernameKey: string
  passwordHash?: string
  jobId?: string
  createdAt?: Date
  /** These four only once they differ from what a new user has. */
  updatedAt?: Date
  disabled?: boolean
  passwordChangedAt?: Date
  version?: number
  reservedUntil?: Date
}

/** What a document of a user has for certain. */
type StoredUser = UserDocument & Pick<NewUser, 'username' | 'passwordHash' | 'createdAt'>

/** Names in quarantine are no users. */
export const IS_USER = { reservedUntil: { $exists: false } } satisfies Filter<Document>

/** Also matches a user who was never changed and so has no version. */
export const versionIs = (version: number) => (version === 0 ? { $exists: false } : version)

export function userOf(document: UserDocument): User {
  const { _id, username, usernameKey, passwordHash, jobId, createdAt, ...changed } = document as StoredUser
  return {
    userId: _id,
    username,
    usernameKey,
    passwordHash,
    ...(jobId !== undefined && { jobId }),
    createdAt,
    disabled: changed.disabled ?? false,
    updatedAt: changed.updatedAt ?? createdAt,
    passwordChangedAt: changed.passwordChangedAt ?? createdAt,
    version: changed.version ?? 0,
  }
}

export const newDocumentOf = ({ userId, disabled, updatedAt, passwordChangedAt, ...user }: NewUser): UserDocument => ({
  _id: userId,
  ...user,
  ...(isOther(updatedAt, user.createdAt) && { updatedAt }),
  ...(disabled && { disabled }),
  ...(isOther(passwordChangedAt, user.createdAt) && { passwordChangedAt }),
})
