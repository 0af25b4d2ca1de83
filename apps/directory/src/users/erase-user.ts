import { answer } from '@registrar/shared/http/answer'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { UserStore } from '@registrar/users/user-store'
import type { Context } from 'hono'
import { fromStore } from '../http/unavailable.ts'
import type { Attempts } from '../verify/attempts.ts'
import type { ForgetRegistration } from './forget-registration.ts'
import type { Quarantine } from './quarantine.ts'
import { demandUserId, unknownUser } from './user-id.ts'

/** A rename between reading and erasing is rare, so this many conflicts are a bug, not bad luck. */
const MAX_TRIES = 20

export type EraseUserDeps = {
  store: Pick<UserStore, 'find' | 'erase'>
  attempts: Attempts
  forgetRegistration: ForgetRegistration
  quarantine: Quarantine
}

/**
 * `DELETE /users/{userId}`. Redis comes first: while the user is in the store, a request that failed half-way can be
 * repeated until everything is gone.
 */
export const eraseUser =
  ({ store, attempts, forgetRegistration, quarantine }: EraseUserDeps) =>
  async (c: Context<HttpEnv>) => {
    const userId = demandUserId(c)
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const user = await fromStore(store.find(userId))
      if (!user) throw unknownUser()
      if (user.jobId !== undefined) await forgetRegistration(user.jobId)
      await attempts.forget(user.usernameKey)
      if ((await fromStore(store.erase(user, quarantine(new Date())))) === 'stale') continue
      // A verification that was under way may have counted once more.
      await attempts.forget(user.usernameKey).catch(() => {})
      return answer(c, 204, null, {})
    }
    throw new Error('a user keeps changing')
  }
