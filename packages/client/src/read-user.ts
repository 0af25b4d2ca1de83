import type { Answered } from './calls.ts'
import type { User, UserPage, Verification } from './contract.ts'
import { BOOLEAN, demandFields, MOMENT, TEXT, UUID } from './fields.ts'

/** A user, and the name of this version of it. */
export type VersionedUser = User & {
  /** Changes with the user: `update` takes it as `ifMatch`. */
  readonly etag: string
}

const USER = {
  userId: UUID,
  username: TEXT,
  createdAt: MOMENT,
  updatedAt: MOMENT,
  disabled: BOOLEAN,
  passwordChangedAt: MOMENT,
} satisfies Record<keyof User, RegExp>

/** @throws when `text` is none, or was damaged on its way */
export function readVerification(text: string): Verification {
  const verification: Verification = JSON.parse(text)
  const { userId, username } = USER
  demandFields(verification, { verified: BOOLEAN, ...(verification.verified && { userId, username }) })
  return verification
}

/** The user with this id. @throws when the answer has none, or another, or was damaged on its way */
export function readVersion({ answer, text }: Answered, userId: string): VersionedUser {
  const user: User = JSON.parse(text)
  demandFields(user, USER)
  const etag = answer.headers.get('etag')
  if (user.userId !== userId || !etag) throw new TypeError('not this user')
  return { ...user, etag: etag.replace(/^W\//, '') } // so a proxy marks what it compresses, and then it matches nothing
}

/** @throws when `text` is none, or was damaged on its way */
export function readUserPage(text: string): UserPage {
  const page: UserPage = JSON.parse(text)
  for (const user of page.users) demandFields(user, USER)
  return page
}
