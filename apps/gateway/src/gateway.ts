import type { Logger } from '@registrar/shared/logger'
import { type Context, Hono } from 'hono'
import { Refusal } from './refusal.ts'
import { type RegisterDeps, registerRoute } from './register-route.ts'
import { type StatusDeps, statusRoute } from './status-route.ts'

type GatewayDeps = RegisterDeps & StatusDeps & { isReady: () => Promise<boolean>; log: Logger }

/** The HTTP side of Registrar, as a Hono app that knows no port, no process and no environment. */
export function createGateway(deps: GatewayDeps): Hono {
  const app = new Hono()
  app.post('/register', registerRoute(deps))
  app.all('/register', allowing('POST'))
  app.get('/register/:jobId', statusRoute(deps))
  app.all('/register/:jobId', allowing('GET, HEAD'))

  app.get('/livez', (c) => health(c, true))
  app.get('/readyz', async (c) => health(c, await deps.isReady()))
  app.all('/livez', allowing('GET, HEAD'))
  app.all('/readyz', allowing('GET, HEAD'))

  app.notFound(() => new Refusal('not_found', 'No such path; registrations are made at POST /register.').toResponse())
  app.onError((error) => {
    if (error instanceof Refusal) return error.toResponse()
    deps.log.error({ fault: error.name, stack: error.stack?.split('\n').slice(1) }, 'a request met a bug')
    return new Refusal('internal_error', 'It is logged; trying again may help.').toResponse()
  })
  return app
}

const allowing = (methods: string) => () => {
  throw new Refusal('method_not_allowed', `Use ${methods}.`, { headers: { allow: methods } })
}

const health = (c: Context, well: boolean) =>
  c.json({ status: well ? 'ok' : 'unavailable' }, well ? 200 : 503, { 'cache-control': 'no-store' })
