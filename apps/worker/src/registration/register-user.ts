import { canonicalUsername } from '@registrar/shared/contract/canonical-username'
import type { Outcome } from '@registrar/shared/contract/outcome'
import type { Opener } from '@registrar/shared/keys/open-seal'
import type { PasswordHasher } from '@registrar/users/hashing/password-hasher'
import type { InsertGroups } from './insert-groups.ts'

/** One accepted registration, as it comes out of the queue. */
export type AcceptedRegistration = {
  jobId: string
  createdAt: Date
  userId: string
  username: string
  sealed: string
}

export type RegisterUserDeps = {
  openSeal: Opener['open']
  hash: PasswordHasher['hash']
  insert: InsertGroups['insert']
}

/**
 * Makes the user, or learns that the name is another's: either way the registration has ended well. Knows no queue.
 * May run twice for one registration, even at the same time: the unique index lets it take effect once.
 * @throws SealError: a repetition would end the same way
 */
export async function registerUser(deps: RegisterUserDeps, registration: AcceptedRegistration): Promise<Outcome> {
  const { jobId, userId, username, createdAt } = registration
  const usernameKey = canonicalUsername(username)
  const passwordHash = await hashSealed(deps, registration.sealed, { jobId, canonicalUsername: usernameKey })
  const finishedAt = new Date()
  const result = await deps.insert({
    userId,
    username,
    usernameKey,
    passwordHash,
    jobId,
    createdAt: finishedAt,
  })
  const moments = { createdAt: createdAt.toISOString(), finishedAt: finishedAt.toISOString() }
  return result === 'taken'
    ? { status: 'rejected', reason: 'username_taken', ...moments }
    : { status: 'completed', userId, ...moments }
}

/** Keeps the password no longer than the hashing takes. */
async function hashSealed(
  { openSeal, hash }: RegisterUserDeps,
  sealed: string,
  binding: { jobId: string; canonicalUsername: string },
): Promise<string> {
  const password = openSeal(sealed, { purpose: 'registration', ...binding })
  try {
    return await hash(password)
  } finally {
    password.fill(0)
  }
}
