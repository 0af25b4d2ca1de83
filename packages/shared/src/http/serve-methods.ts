import type { Handler, Hono } from 'hono'
import type { HttpEnv } from './http-env.ts'
import { refuse } from './refuse.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Serves `path` with the handlers of each method, one after the other as middleware does; any other method is refused
 * with 405 and Allow. HEAD works wherever GET does.
 */
export function serveMethods(
  app: Hono<HttpEnv>,
  path: string,
  methods: Partial<Record<Method, Handler<HttpEnv> | Handler<HttpEnv>[]>>,
): void {
  for (const [method, handlers] of Object.entries(methods)) app.on(method, [path], ...[handlers].flat())
  const allow = Object.keys(methods)
    .flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    .join(', ')
  app.all(path, () => {
    throw refuse('method_not_allowed', `Use ${allow}.`, { headers: { allow } })
  })
}
