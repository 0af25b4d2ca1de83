import { answerJson } from '@registrar/shared/http/answer'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { UserStore } from '@registrar/users/user-store'
import type { Context } from 'hono'
import { fromStore } from '../http/unavailable.ts'
import { demandUserId, unknownUser } from './user-id.ts'
import { etagOf, viewOf } from './user-view.ts'

/** `GET /users/{userId}` */
export const readUser =
  ({ store }: { store: Pick<UserStore, 'find'> }) =>
  async (c: Context<HttpEnv>) => {
    const user = await fromStore(store.find(demandUserId(c)))
    if (!user) throw unknownUser()
    return answerJson(c, 200, viewOf(user), { etag: etagOf(user) })
  }
