import { type Answered, type Call, type CallOptions, LOGIN_MS, type Send } from './calls.ts'
import type { PasswordChange, User, UserPatch } from './contract.ts'
import { readVerification, readVersion, type VersionedUser } from './read-user.ts'
import { pathOf } from './read-users.ts'
import { RegistrarError } from './registrar-error.ts'

export type UpdateOptions = CallOptions & {
  /** The `etag` of the user as you read it: if the user has changed since, nothing is written. */
  ifMatch?: string | undefined
}

/**
 * Changes users, with a key that has the scope `users:write`, or `users:erase`. A change whose answer was lost is tried
 * again, and one that has been made is never reported as refused.
 */
export type UserChanges = {
  /**
   * Renames a user, disables or enables one.
   * @throws RegistrarError `username_taken`, `invalid_request` (see `errors`), `not_found`, `precondition_failed`: it has
   * changed since. To tell a change of its own from another's, a retry reads the user, for which the key needs `users:read`
   */
  update(userId: string, patch: UserPatch, options?: UpdateOptions): Promise<VersionedUser>
  /** Sets a new password, whatever the current one is. @throws RegistrarError `invalid_request` (see `errors`), `not_found` */
  setPassword(userId: string, password: string, options?: CallOptions): Promise<void>
  /**
   * Changes the password for a person who knows the current one. A wrong one is an answer, and counts as in `verify`.
   * @throws RegistrarError as `verify` and `setPassword` do
   */
  changePassword(
    userId: string,
    passwords: { currentPassword: string; password: string },
    options?: CallOptions,
  ): Promise<{ verified: boolean }>
  /** Forgets the failed verifications of a user. @throws RegistrarError `not_found` */
  unlock(userId: string, options?: CallOptions): Promise<void>
  /** Erases a user. @throws RegistrarError `not_found` when there is none; to a retry it says that an earlier try has erased it */
  erase(userId: string, options?: CallOptions): Promise<void>
}

export function createUserChanges(call: Call): UserChanges {
  return {
    async update(userId, patch, { ifMatch, ...options } = {}) {
      const headers = new Headers({ 'content-type': 'application/merge-patch+json' })
      if (ifMatch !== undefined) headers.set('if-match', ifMatch)
      const change = { method: 'PATCH', headers, body: JSON.stringify(patch) }
      return call(options, async (send, mayBeDone) => {
        try {
          return readVersion(await send(pathOf(userId), change), userId)
        } catch (error) {
          if (!mayBeDone || codeOf(error) !== 'precondition_failed') throw error
          const user = await send(pathOf(userId)).catch((unread) => {
            throw codeOf(unread) === 'insufficient_scope' ? error : unread
          })
          const now = readVersion(user, userId)
          if (isAsWanted(now, patch)) return now
          throw error
        }
      })
    },

    setPassword: (userId, password, options) =>
      call(options, async (send) => {
        if (!(await putPassword(send, userId, { password }))) throw new TypeError('not the answer to this request')
      }),

    changePassword(userId, { currentPassword, password }, options) {
      let current = currentPassword
      return call({ mostMs: LOGIN_MS, ...options }, async (send, mayBeDone) => {
        const put = () => putPassword(send, userId, { password, currentPassword: current })
        let verified = await put()
        if (!verified && mayBeDone && current !== password) {
          current = password // if an earlier try has changed it
          verified = await put()
        }
        return { verified }
      })
    },

    unlock: (userId, options) =>
      call(options, async (send) => demandDone(await send(`${pathOf(userId)}/unlock`, { method: 'POST' }))),

    erase: (userId, options) =>
      call(options, async (send, mayBeDone) => {
        try {
          demandDone(await send(pathOf(userId), { method: 'DELETE' }))
        } catch (error) {
          if (!mayBeDone || codeOf(error) !== 'not_found') throw error // else an earlier try has erased the user
        }
      }),
  }
}

/** Whether it was done: not, when the current password was wrong. */
async function putPassword(send: Send, userId: string, change: PasswordChange): Promise<boolean> {
  const { answer, text } = await send(`${pathOf(userId)}/password`, { method: 'PUT', body: JSON.stringify(change) })
  return answer.status === 204 || readVerification(text).verified
}

function demandDone({ answer }: Answered): void {
  if (answer.status !== 204) throw new TypeError('not the answer to this request')
}

const codeOf = (error: unknown) => (error instanceof RegistrarError ? error.code : undefined)

const isAsWanted = (user: User, { username = user.username, disabled = user.disabled }: UserPatch) =>
  user.username === username && user.disabled === disabled
