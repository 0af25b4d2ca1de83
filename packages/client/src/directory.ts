import { type Call, type CallOptions, LOGIN_MS } from './calls.ts'
import { createUserChanges, type UserChanges } from './change-users.ts'
import type { Verification, VerifyRequest } from './contract.ts'
import { readVerification } from './read-user.ts'
import { createUserReads, type UserReads } from './read-users.ts'

/** The users of a Registrar, as a back end with an API key sees them. */
export type Directory = {
  /**
   * Whether this is the password of that user. A wrong password and an unknown name are answers, not errors. No try is
   * begun later than 10 s after the call, whatever `timeoutMs` says.
   * @throws RegistrarError `account_disabled`: the password is right, but the user is disabled. `too_many_attempts`: see
   * `retryAfterSeconds`. After any other, nothing is known about the password
   */
  verify(login: VerifyRequest, options?: CallOptions): Promise<Verification>
  /** Each call is limited by the scopes of the key: without one it rejects with `insufficient_scope`. */
  readonly users: UserReads & UserChanges
}

export const createDirectory = (call: Call): Directory => ({
  async verify(login, options) {
    const body = JSON.stringify(login)
    return call({ mostMs: LOGIN_MS, ...options }, async (send) =>
      readVerification((await send('/verify', { method: 'POST', body })).text),
    )
  },
  users: { ...createUserReads(call), ...createUserChanges(call) },
})
