import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'

/** Lets pages of exactly `origins` call the API. Without any, no page of another origin can read an answer. */
export function crossOrigin(origins: string[]): MiddlewareHandler {
  if (origins.length === 0) return (_c, next) => next()
  return cors({
    origin: origins,
    allowMethods: ['GET', 'HEAD', 'POST'],
    allowHeaders: ['content-type', 'idempotency-key', 'x-request-id'],
    exposeHeaders: ['location', 'retry-after', 'ratelimit', 'ratelimit-policy', 'x-request-id'],
    maxAge: 600,
  })
}
