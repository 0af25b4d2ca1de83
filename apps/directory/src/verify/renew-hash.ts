import { normalizePassword } from '@registrar/rules/passwords/password-form'
import { faultReport } from '@registrar/shared/process/fault-report'
import type { Logger } from '@registrar/shared/process/logger'
import { needsRehash } from '@registrar/users/foreign/needs-rehash'
import type { Argon2Parameters, PasswordHasher } from '@registrar/users/hashing/password-hasher'
import type { User, UserStore } from '@registrar/users/user-store'
import type { HashSlots } from './hash-slots.ts'

/** Replaces a hash with other parameters or of another scheme with one of this installation's. The password was verified. */
export type RenewHash = (user: User, password: string) => void

type RenewHashDeps = {
  store: Pick<UserStore, 'upgradeHash'>
  slots: HashSlots
  hash: PasswordHasher['hash']
  parameters: Argon2Parameters
  log: Logger
}

/**
 * Renews after the answer, which does not wait for it. Compare and set: a password that is changed meanwhile stays. A
 * failure costs nothing but another try at the next login.
 */
export function createRenewHash({ store, slots, hash, parameters, log }: RenewHashDeps): RenewHash {
  const renew = async ({ userId, passwordHash }: User, password: string) => {
    const bytes = Buffer.from(normalizePassword(password))
    try {
      await store.upgradeHash(userId, passwordHash, await slots.run(() => hash(bytes)))
    } catch (error) {
      log.warn(faultReport(error), 'could not rehash a password; retrying at the next login')
    } finally {
      bytes.fill(0)
    }
  }
  return (user, password) => {
    if (needsRehash(user.passwordHash, parameters)) setImmediate(() => void renew(user, password))
  }
}
