import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import type { HttpEnv } from './http-env.ts'
import { type HttpServer, type Place, startHttpServer } from './http-server.ts'

/** HTTP/1.0 knows no Host, and a URL cannot be without one: this one stands in. */
const hostname = 'localhost'

/** Serves `app` at `place`, as `startHttpServer` does. */
export const serveApp = (app: Hono<HttpEnv>, place: Place): Promise<HttpServer> =>
  startHttpServer(getRequestListener(app.fetch, { hostname }), place)
