import type { Logger } from '@registrar/shared/logger'
import { type Context, Hono } from 'hono'
import type { GatewayEnv } from './gateway-env.ts'
import { Refusal } from './refusal.ts'
import { type RegisterDeps, registerRoute } from './register-route.ts'
import { requestId } from './request-id.ts'
import { type StatusDeps, statusRoute } from './status-route.ts'

type GatewayDeps = RegisterDeps & StatusDeps & { isReady: () => Promise<boolean>; log: Logger }

/** The HTTP side of Registrar, as a Hono app that knows no port, no process and no environment. */
export function createGateway(deps: GatewayDeps): Hono<GatewayEnv> {
  const app = new Hono<GatewayEnv>()
  app.use(requestId())

  app.post('/register', registerRoute(deps))
  app.all('/register', allowing('POST'))
  app.get('/register/:jobId', statusRoute(deps))
  app.all('/register/:jobId', allowing('GET, HEAD'))

  app.get('/livez', (c) => health(c, true))
  app.get('/readyz', async (c) => health(c, await deps.isReady()))
  app.all('/livez', allowing('GET, HEAD'))
  app.all('/readyz', allowing('GET, HEAD'))

  app.notFound(() => {
    throw new Refusal('not_found', 'No such path; registrations are made at POST /register.')
  })
  app.onError((error, c) => {
    const { requestId } = c.var
    if (error instanceof Refusal) return error.toResponse(requestId)
    deps.log.error({ requestId, fault: error.name, stack: error.stack?.split('\n').slice(1) }, 'a request met a bug')
    return new Refusal('internal_error', 'It is logged; trying again may help.').toResponse(requestId)
  })
  return app
}

const allowing = (methods: string) => () => {
  throw new Refusal('method_not_allowed', `Use ${methods}.`, { headers: { allow: methods } })
}

const health = (c: Context, well: boolean) =>
  c.json({ status: well ? 'ok' : 'unavailable' }, well ? 200 : 503, { 'cache-control': 'no-store' })
