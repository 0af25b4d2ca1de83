import { randomBytes } from 'node:crypto'
import { normalizePassword } from '@registrar/rules/passwords/password-form'
import { faultReport } from '@registrar/shared/process/fault-report'
import type { Logger } from '@registrar/shared/process/logger'
import { DigestDeadlineError } from '@registrar/users/foreign/digest-threads'
import type { PasswordVerifier } from '@registrar/users/foreign/password-verifier'
import type { PasswordHasher } from '@registrar/users/hashing/password-hasher'
import type { User, UserStore } from '@registrar/users/user-store'
import { refuse } from '../http/refuse.ts'
import { fromStore } from '../http/unavailable.ts'
import type { Attempts } from './attempts.ts'
import { type HashSlots, overloaded } from './hash-slots.ts'

export type VerifyDeps = {
  store: Pick<UserStore, 'findByName'>
  attempts: Attempts
  slots: HashSlots
  verifier: Pick<PasswordVerifier, 'verify'>
  hash: PasswordHasher['hash']
  log: Logger
}

type VerifyRequest = {
  usernameKey: string
  password: string
  /** The end user's address or device, as the caller knows it. */
  client?: string | undefined
  /** Aborts when the caller has disconnected. */
  signal: AbortSignal
}

/**
 * Whether this is the password of the user with that name; undefined when it is not, or nobody has the name. Either way it
 * costs the same: one attempt counted, one look into the store, one hash.
 * @throws Refusal account_disabled (the password is right), too_many_attempts (nothing was hashed), overloaded,
 * queue_unavailable, store_unavailable
 */
export type VerifyPassword = (request: VerifyRequest) => Promise<User | undefined>

/** Creates it, with the hash that is used in place of an unknown name's. */
export async function createVerifyPassword(deps: VerifyDeps): Promise<VerifyPassword> {
  const { store, attempts, slots, verifier } = deps
  const standIn = await deps.hash(randomBytes(32))

  return async ({ usernameKey, password, client, signal }) => {
    const attempt = await attempts.begin(usernameKey, client)
    if ('isClosed' in attempt) throw tooManyAttempts(attempt)
    let user: User | undefined
    let isRight: boolean
    try {
      user = await fromStore(store.findByName(usernameKey))
      const hash = user?.passwordHash ?? standIn
      const forms = { typed: password, normalized: normalizePassword(password) }
      isRight = await slots.run(() => verifier.verify(hash, forms), signal)
    } catch (error) {
      // Nothing is known about the password. If Redis cannot undo the count either, one failure too many remains.
      await attempts.withdraw(attempt).catch(() => {})
      throw error instanceof DigestDeadlineError ? overloaded(1) : error
    }
    if (!isRight || !user) return undefined
    await attempts
      .succeed(attempt)
      .catch((error) =>
        deps.log.warn(faultReport(error), 'could not record a successful verification; earlier failures still count'),
      )
    // Only a caller that knows the password learns it.
    if (user.disabled) throw refuse('account_disabled', 'The password is correct, but the user is disabled.')
    return user
  }
}

const tooManyAttempts = ({ retryAfterSeconds, isClosed }: { retryAfterSeconds: number; isClosed: boolean }) =>
  refuse(
    'too_many_attempts',
    isClosed
      ? 'Too many wrong passwords. This name stays closed until you unlock it or set a new password.'
      : 'Too many wrong passwords for this name. Wait before trying again.',
    { headers: { 'retry-after': `${retryAfterSeconds}` } },
  )
