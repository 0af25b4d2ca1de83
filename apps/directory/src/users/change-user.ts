import type { Rules } from '@registrar/rules/rules'
import { canonicalUsername } from '@registrar/shared/contract/canonical-username'
import { UserPatch } from '@registrar/shared/contract/directory-requests'
import { answerJson } from '@registrar/shared/http/answer'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import { parseJsonObject } from '@registrar/shared/http/json-object'
import { demandUtf8, readBody } from '@registrar/shared/http/request-body'
import type { User, UserStore } from '@registrar/users/user-store'
import type { Context } from 'hono'
import { at, demandShape, invalidRequest } from '../http/invalid-request.ts'
import { refuse } from '../http/refuse.ts'
import { fromStore } from '../http/unavailable.ts'
import { demandMatch } from './if-match.ts'
import type { Quarantine } from './quarantine.ts'
import { demandUserId, unknownUser } from './user-id.ts'
import { etagOf, viewOf } from './user-view.ts'

/** Two changes of one user at once are rare, so this many conflicts are a bug, not bad luck. */
const MAX_TRIES = 20

export type ChangeUserDeps = {
  store: Pick<UserStore, 'find' | 'change'>
  usernameFaults: Rules['usernameFaults']
  quarantine: Quarantine
}

/** `PATCH /users/{userId}`: another name, disabled or not. */
export const changeUser =
  ({ store, usernameFaults, quarantine }: ChangeUserDeps) =>
  async (c: Context<HttpEnv>) => {
    const userId = demandUserId(c)
    demandUtf8(c.req, 'application/merge-patch+json')
    const patch = demandShape(UserPatch, parseJsonObject(await readBody(c)))

    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const user = await fromStore(store.find(userId))
      if (!user) throw unknownUser()
      demandMatch(c, etagOf(user))
      const { username = user.username, disabled = user.disabled } = patch
      if (username === user.username && disabled === user.disabled) return answerUser(c, user)
      if (username !== user.username) demandGoodName(username)

      const at = new Date()
      const usernameKey = canonicalUsername(username)
      const change = { username, usernameKey, disabled, at, oldNameReservedUntil: quarantine(at) }
      const result = await fromStore(store.change(user, change))
      if (result === 'taken')
        throw refuse('username_taken', 'Choose another name: this one is in use, or was until recently.')
      // Reading again could return a later state; this is the one that this change has made.
      if (result === 'changed')
        return answerUser(c, { ...user, username, disabled, updatedAt: at, version: user.version + 1 })
    }
    throw new Error('a user keeps changing')

    /** @throws Refusal invalid_request, by the rules of sign-up */
    function demandGoodName(username: string) {
      const faults = usernameFaults(username)
      if (faults.length > 0) throw invalidRequest(faults.map((fault) => at('username', fault)))
    }
  }

const answerUser = (c: Context<HttpEnv>, user: User) => answerJson(c, 200, viewOf(user), { etag: etagOf(user) })
