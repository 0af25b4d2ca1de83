import { answer } from '@registrar/shared/http/answer'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { UserStore } from '@registrar/users/user-store'
import type { Context } from 'hono'
import { fromStore } from '../http/unavailable.ts'
import type { Attempts } from '../verify/attempts.ts'
import { demandUserId, unknownUser } from './user-id.ts'

/** `POST /users/{userId}/unlock`: failed verifications of this user are forgotten. */
export const unlockUser =
  ({ store, attempts }: { store: Pick<UserStore, 'find'>; attempts: Attempts }) =>
  async (c: Context<HttpEnv>) => {
    const user = await fromStore(store.find(demandUserId(c)))
    if (!user) throw unknownUser()
    await attempts.forgetFailures(user.usernameKey)
    return answer(c, 204, null, {})
  }
