import { canonicalUsername } from '@registrar/shared/contract/canonical-username'
import { VerifyRequest } from '@registrar/shared/contract/directory-requests'
import type { Verification } from '@registrar/shared/contract/directory-user'
import { answerJson } from '@registrar/shared/http/answer'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import { parseJsonObject } from '@registrar/shared/http/json-object'
import { demandUtf8, readBody } from '@registrar/shared/http/request-body'
import type { Context } from 'hono'
import { demandShape } from '../http/invalid-request.ts'
import type { RenewHash } from './renew-hash.ts'
import type { VerifyPassword } from './verify-password.ts'

const NOT_VERIFIED: Verification = { verified: false }

export type VerifyRouteDeps = { verifyPassword: VerifyPassword; renewHash: RenewHash }

/** `POST /verify`: is this the password of that user? A wrong one is an answer, not an error. */
export const verifyRoute =
  ({ verifyPassword, renewHash }: VerifyRouteDeps) =>
  async (c: Context<HttpEnv>) => {
    demandUtf8(c.req, 'application/json')
    const { username, password, client } = demandShape(VerifyRequest, parseJsonObject(await readBody(c)))
    const usernameKey = canonicalUsername(username)
    const user = await verifyPassword({ usernameKey, password, client, signal: c.req.raw.signal })
    if (!user) return answerJson(c, 200, NOT_VERIFIED)
    renewHash(user, password)
    return answerJson(c, 200, { verified: true, userId: user.userId, username: user.username } satisfies Verification)
  }
