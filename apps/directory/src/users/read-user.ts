import { answerJson } from '@registrar/shared/http/answer'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import { gatherPerTurn } from '@registrar/shared/process/gather-per-turn'
import type { UserStore } from '@registrar/users/user-store'
import type { Context } from 'hono'
import { fromStore } from '../http/unavailable.ts'
import { demandUserId, unknownUser } from './user-id.ts'
import { etagOf, viewOf } from './user-view.ts'

/** `GET /users/{userId}` */
export const readUser = ({ store }: { store: Pick<UserStore, 'findMany'> }) => {
  const find = gatherPerTurn(async (userIds: string[]) => {
    const users = new Map((await store.findMany(userIds)).map((user) => [user.userId, user]))
    return userIds.map((userId) => users.get(userId))
  })
  return async (c: Context<HttpEnv>) => {
    const user = await fromStore(find(demandUserId(c)))
    if (!user) throw unknownUser()
    return answerJson(c, 200, viewOf(user), { etag: etagOf(user) })
  }
}
