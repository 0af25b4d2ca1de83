import type { ApiScope } from '@registrar/shared/contract/api-scope'
import type { Client } from '@registrar/shared/http/client-address'
import { createHttpApp } from '@registrar/shared/http/http-app'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import { serveHealth } from '@registrar/shared/http/serve-health'
import { serveMethods } from '@registrar/shared/http/serve-methods'
import { serveOpenapi } from '@registrar/shared/http/serve-openapi'
import type { Logger } from '@registrar/shared/process/logger'
import type { UserStore } from '@registrar/users/user-store'
import type { Context, Handler, Hono } from 'hono'
import { authenticate, demandScope } from './http/authorize.ts'
import { storeUnavailable } from './http/unavailable.ts'
import type { FindKey } from './keys/known-keys.ts'
import { type ChangePasswordDeps, changePassword } from './users/change-password.ts'
import { type ChangeUserDeps, changeUser } from './users/change-user.ts'
import { type EraseUserDeps, eraseUser } from './users/erase-user.ts'
import { type ExportUsersDeps, exportUsers } from './users/export-users.ts'
import { listUsers } from './users/list-users.ts'
import { readUser } from './users/read-user.ts'
import { unlockUser } from './users/unlock-user.ts'
import { type VerifyRouteDeps, verifyRoute } from './verify/verify-route.ts'

export type DirectoryDeps = ChangePasswordDeps &
  ChangeUserDeps &
  EraseUserDeps &
  ExportUsersDeps &
  VerifyRouteDeps & {
    store: UserStore
    findKey: FindKey
    /** False until the store has been prepared: without its unique index nothing may be written. */
    isPrepared: () => boolean
    isReady: () => Promise<boolean>
    /** The OpenAPI document. */
    openapi: Uint8Array<ArrayBuffer>
    log: Logger
  }

type Routes = Record<string, Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', [ApiScope, Handler<HttpEnv>]>>>

/** Every route that needs a key, with the scope that it demands. `/users/export` comes before the ids. */
const routesOf = (deps: DirectoryDeps): Routes => ({
  '/verify': { POST: ['verify', verifyRoute(deps)] },
  '/users': { GET: ['users:read', listUsers(deps)] },
  '/users/export': { GET: ['users:export', exportUsers(deps)] },
  '/users/:userId': {
    GET: ['users:read', readUser(deps)],
    PATCH: ['users:write', changeUser(deps)],
    DELETE: ['users:erase', eraseUser(deps)],
  },
  '/users/:userId/password': { PUT: ['users:write', changePassword(deps)] },
  '/users/:userId/unlock': { POST: ['users:write', unlockUser(deps)] },
})

/** The private API over users, as a Hono app that knows no port, no process and no environment. */
export function createDirectory(deps: DirectoryDeps): Hono<HttpEnv> {
  const app = createHttpApp({ clientOf: directly, log: deps.log })
  serveHealth(app, deps.isReady)
  serveOpenapi(app, deps.openapi)
  app.use(authenticate(deps.findKey))
  app.use((_, next) => {
    if (!deps.isPrepared()) throw storeUnavailable()
    return next()
  })
  for (const [path, methods] of Object.entries(routesOf(deps)))
    serveMethods(
      app,
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, [scope, handler]]) => [method, [demandScope(scope), handler]]),
      ),
    )
  return app
}

/** Nothing here depends on the caller's address: only its key counts. */
const directly = (_: Context): Client => ({ address: '', isHttps: false })
