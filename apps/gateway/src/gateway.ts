import { isPending, type Registration } from '@registrar/shared/contract/registration'
import { answerJson, answerProblem } from '@registrar/shared/http/answer'
import type { Client } from '@registrar/shared/http/client-address'
import { createHttpApp } from '@registrar/shared/http/http-app'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { Refusal } from '@registrar/shared/http/refusal'
import { mediaTypeOf } from '@registrar/shared/http/request-body'
import { serveHealth } from '@registrar/shared/http/serve-health'
import { serveMethods } from '@registrar/shared/http/serve-methods'
import { serveOpenapi } from '@registrar/shared/http/serve-openapi'
import type { Logger } from '@registrar/shared/process/logger'
import type { Context, Handler, Hono } from 'hono'
import { crossOrigin } from './http/cross-origin.ts'
import { ROUTES } from './http/paths.ts'
import { FORM } from './page/form-route.ts'
import type { Page } from './page/page.ts'
import { acceptsHtml, prefersHtml } from './page/prefers-html.ts'
import { type RegisterDeps, registerRoute } from './register/register-route.ts'
import { type EventsDeps, eventsRoute } from './status/events-route.ts'
import { type StatusDeps, statusRoute } from './status/status-route.ts'

type GatewayDeps = RegisterDeps &
  Omit<StatusDeps, 'answerRegistration'> &
  EventsDeps & {
    page: Page
    clientOf: (c: Context) => Client
    /** Exact origins whose pages may call the API. */
    corsOrigins?: string[]
    isReady: () => Promise<boolean>
    /** The OpenAPI document. */
    openapi: Uint8Array<ArrayBuffer>
    log: Logger
  }

/** The HTTP side of Registrar, as a Hono app that knows no port, no process and no environment. */
export function createGateway(deps: GatewayDeps): Hono<HttpEnv> {
  const { page, clientOf, corsOrigins = [], isReady, openapi, log } = deps

  const answerRegistration = (c: Context<HttpEnv>, registration: Registration) => {
    const headers = isPending(registration) ? { 'retry-after': '1' } : {}
    return prefersHtml(c) ? page.registration(c, registration, headers) : answerJson(c, 200, registration, headers)
  }
  const app = createHttpApp({
    clientOf,
    log,
    answerRefusal: (c, refusal) => (wantsPage(c, refusal) ? page.refusal(c, refusal) : answerProblem(c, refusal)),
  })
  if (corsOrigins.length > 0) app.use(crossOrigin(corsOrigins))

  const register = registerRoute(deps)
  const signUp: Handler<HttpEnv> = (c, next) => (isForm(c) ? page.submit(c, next) : register(c))
  serveMethods(app, ROUTES.register, { GET: page.form, POST: signUp })
  serveMethods(app, ROUTES.registration, { GET: statusRoute({ ...deps, answerRegistration }) })
  serveMethods(app, ROUTES.events, { GET: eventsRoute(deps) })
  serveMethods(app, ROUTES.asset, { GET: page.asset })
  serveHealth(app, isReady)
  serveOpenapi(app, openapi)
  return app
}

const isForm = (c: Context) => mediaTypeOf(c.req) === FORM

/** A client that sends the form is answered with the page, unless it asks for JSON; so is any other that asks for HTML. */
const wantsPage = (c: Context, { code }: Refusal) =>
  isForm(c) && code !== 'csrf_rejected' ? acceptsHtml(c) : prefersHtml(c)
