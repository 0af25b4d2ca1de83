import type { ApiScope } from '@registrar/shared/contract/api-scope'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { Handler, MiddlewareHandler } from 'hono'
import type { FindKey } from '../keys/known-keys.ts'
import { refuse } from './refuse.ts'

/** What the key of a request allows. */
type DirectoryEnv = HttpEnv & { Variables: { scopes: ApiScope[] } }

/** Demands a known API key of every request. A wrong one costs one SHA-256, and the answer says nothing about it. */
export function authenticate(findKey: FindKey): MiddlewareHandler<DirectoryEnv> {
  return (c, next) => {
    const [, key] = /^Bearer +(\S+) *$/i.exec(c.req.header('authorization') ?? '') ?? []
    const known = key === undefined ? undefined : findKey(key)
    if (!known)
      throw refuse('invalid_api_key', 'Send a valid key as "Authorization: Bearer rk_…".', {
        headers: { 'www-authenticate': 'Bearer realm="registrar"' }, // RFC 6750, section 3
      })
    c.set('scopes', known.scopes)
    return next()
  }
}

/** Demands `scope` of the key that the request was sent with. */
export const demandScope =
  (scope: ApiScope): Handler<DirectoryEnv> =>
  (c, next) => {
    if (!c.get('scopes').includes(scope))
      throw refuse('insufficient_scope', `This request needs a key with the scope ${scope}.`, {
        headers: { 'www-authenticate': `Bearer realm="registrar", error="insufficient_scope", scope="${scope}"` },
      })
    return next()
  }
