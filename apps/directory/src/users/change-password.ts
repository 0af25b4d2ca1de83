import { normalizePassword } from '@registrar/rules/passwords/password-form'
import { PasswordChange } from '@registrar/shared/contract/directory-requests'
import type { Verification } from '@registrar/shared/contract/directory-user'
import { answer, answerJson } from '@registrar/shared/http/answer'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import { parseJsonObject } from '@registrar/shared/http/json-object'
import { demandUtf8, readBody } from '@registrar/shared/http/request-body'
import type { PasswordHasher } from '@registrar/users/hashing/password-hasher'
import type { UserStore } from '@registrar/users/user-store'
import type { Context } from 'hono'
import { at, demandShape, invalidRequest } from '../http/invalid-request.ts'
import { fromStore } from '../http/unavailable.ts'
import type { Attempts } from '../verify/attempts.ts'
import type { HashSlots } from '../verify/hash-slots.ts'
import type { VerifyPassword } from '../verify/verify-password.ts'
import type { CheckPassword } from './check-password.ts'
import { demandUserId, unknownUser } from './user-id.ts'

/** Two changes of one password at once are rare, so this many conflicts are a bug, not bad luck. */
const MAX_TRIES = 5

const NOT_VERIFIED: Verification = { verified: false }

export type ChangePasswordDeps = {
  store: Pick<UserStore, 'find' | 'changePassword'>
  passwordFaults: CheckPassword
  attempts: Attempts
  slots: HashSlots
  hash: PasswordHasher['hash']
  verifyPassword: VerifyPassword
}

/** `PUT /users/{userId}/password` */
export const changePassword =
  ({ store, passwordFaults, attempts, slots, hash, verifyPassword }: ChangePasswordDeps) =>
  async (c: Context<HttpEnv>) => {
    const userId = demandUserId(c)
    demandUtf8(c.req, 'application/json')
    const { password, currentPassword } = demandShape(PasswordChange, parseJsonObject(await readBody(c)))
    const user = await fromStore(store.find(userId))
    if (!user) throw unknownUser()
    const { usernameKey } = user
    const faults = await passwordFaults(password, usernameKey)
    if (faults.length > 0) throw invalidRequest(faults.map((fault) => at('password', fault)))

    const { signal } = c.req.raw
    let passwordHash: string | undefined
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      let insteadOf: string | undefined
      if (currentPassword !== undefined) {
        const verified = await verifyPassword({ usernameKey, password: currentPassword, signal })
        if (verified?.userId !== userId) return answerJson(c, 200, NOT_VERIFIED)
        insteadOf = verified.passwordHash
      }
      passwordHash ??= await hashed(password, signal)
      // Before the change: a request that is refused here has changed nothing, and can be sent again as it was.
      await attempts.forgetFailures(usernameKey)
      const change = { passwordHash, at: new Date(), ...(insteadOf !== undefined && { insteadOf }) }
      if (await fromStore(store.changePassword(userId, change))) return answer(c, 204, null, {})
      if (currentPassword === undefined) throw unknownUser()
      // The hash has changed meanwhile: rehashed at a login, or a new password. The next try finds out.
    }
    throw new Error('a password keeps changing')

    function hashed(text: string, signal: AbortSignal): Promise<string> {
      const bytes = Buffer.from(normalizePassword(text))
      return slots.run(() => hash(bytes), signal).finally(() => bytes.fill(0))
    }
  }
