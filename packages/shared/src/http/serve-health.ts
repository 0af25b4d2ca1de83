import type { Hono } from 'hono'
import { answerJson } from './answer.ts'
import type { HttpEnv } from './http-env.ts'
import { serveMethods } from './serve-methods.ts'

/** Serves `/livez`, 200 while the process lives, and `/readyz`, 200 while it is ready for requests and else 503. */
export function serveHealth(app: Hono<HttpEnv>, isReady: () => Promise<boolean>): void {
  serveMethods(app, '/livez', { GET: (c) => answerJson(c, 200, { status: 'ok' }) })
  serveMethods(app, '/readyz', {
    GET: async (c) =>
      (await isReady()) ? answerJson(c, 200, { status: 'ok' }) : answerJson(c, 503, { status: 'unavailable' }),
  })
}
