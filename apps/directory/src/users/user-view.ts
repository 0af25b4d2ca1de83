import type { DirectoryUser } from '@registrar/shared/contract/directory-user'
import type { User } from '@registrar/users/user-store'

/** What callers see of a user: never its hash. */
export const viewOf = (user: User): DirectoryUser => ({
  userId: user.userId,
  username: user.username,
  createdAt: user.createdAt.toISOString(),
  updatedAt: user.updatedAt.toISOString(),
  disabled: user.disabled,
  passwordChangedAt: user.passwordChangedAt.toISOString(),
})

/** The entity tag of a user (RFC 9110, 8.8.3): another one after each change. */
export const etagOf = ({ version }: User): string => `"${version}"`
