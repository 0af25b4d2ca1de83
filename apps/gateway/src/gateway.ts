import { faultReport } from '@registrar/shared/process/fault-report'
import type { Logger } from '@registrar/shared/process/logger'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { answerHeaders } from './http/answer-headers.ts'
import { crossOrigin } from './http/cross-origin.ts'
import type { HttpEnv } from './http/http-env.ts'
import { Refusal } from './http/refusal.ts'
import { isForm } from './http/request-body.ts'
import { requestId } from './http/request-id.ts'
import { ASSET_ROUTE } from './page/assets.ts'
import type { Page } from './page/page.ts'
import { prefersHtml } from './page/prefers-html.ts'
import { type RegisterDeps, registerRoute } from './register/register-route.ts'
import { type EventsDeps, eventsRoute } from './status/events-route.ts'
import { type StatusDeps, statusRoute } from './status/status-route.ts'

type GatewayDeps = RegisterDeps &
  StatusDeps &
  EventsDeps & {
    page: Page
    limitRate?: MiddlewareHandler
    /** Exact origins whose pages may call the API. */
    corsOrigins?: string[]
    isReady: () => Promise<boolean>
    log: Logger
  }

/** The HTTP side of Registrar, as a Hono app that knows no port, no process and no environment. */
export function createGateway(deps: GatewayDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>()
  app.use(requestId())
  app.use(answerHeaders())
  app.use(crossOrigin(deps.corsOrigins ?? []))

  const { page } = deps
  const register = registerRoute(deps)
  app.get('/register', page.form)
  app.post('/register', deps.limitRate ?? unlimited, (c, next) => (isForm(c.req) ? page.submit(c, next) : register(c)))
  app.all('/register', allowing('GET, HEAD, POST'))
  app.get(ASSET_ROUTE, page.asset)
  app.get('/register/:jobId', page.dress, statusRoute(deps))
  app.all('/register/:jobId', allowing('GET, HEAD'))
  app.get('/register/:jobId/events', eventsRoute(deps))
  app.all('/register/:jobId/events', allowing('GET, HEAD'))

  app.get('/livez', (c) => health(c, true))
  app.get('/readyz', async (c) => health(c, await deps.isReady()))
  app.all('/livez', allowing('GET, HEAD'))
  app.all('/readyz', allowing('GET, HEAD'))

  app.notFound(() => {
    throw new Refusal('not_found', 'No such path; registrations are made at POST /register.')
  })
  app.onError((error, c) => {
    const { requestId } = c.var
    const refusal = error instanceof Refusal ? error : internalError()
    if (refusal !== error) deps.log.error({ requestId, ...faultReport(error) }, 'unhandled error in a request')
    return prefersHtml(c) ? page.refusal(c, refusal) : refusal.toResponse(requestId)
  })
  return app
}

const unlimited: MiddlewareHandler = (_c, next) => next()

const internalError = () => new Refusal('internal_error', 'It is logged; trying again may help.')

const allowing = (methods: string) => () => {
  throw new Refusal('method_not_allowed', `Use ${methods}.`, { headers: { allow: methods } })
}

const health = (c: Context, well: boolean) =>
  c.json({ status: well ? 'ok' : 'unavailable' }, well ? 200 : 503, { 'cache-control': 'no-store' })
