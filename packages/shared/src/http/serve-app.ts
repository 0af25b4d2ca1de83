import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'
import type { HttpEnv } from './http-env.ts'
import { type HttpServer, type Place, startHttpServer } from './http-server.ts'

/** Serves `app` at `place`, as `startHttpServer` does. */
export const serveApp = (app: Hono<HttpEnv>, place: Place): Promise<HttpServer> =>
  startHttpServer(getRequestListener(app.fetch), place)
