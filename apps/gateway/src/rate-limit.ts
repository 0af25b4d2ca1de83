import type { Context, MiddlewareHandler } from 'hono'
import type { Redis } from 'ioredis'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { type Client, networkOf } from './client-address.ts'
import type { GatewayEnv } from './gateway-env.ts'
import { Refusal } from './refusal.ts'
import { queueUnavailable } from './registration-queue.ts'

type Options = {
  redis: Redis
  queueName: string
  /** Sign-up requests a client address in a minute; 0 turns the limit off. */
  perMinute: number
  /** The minute, for tests that cannot wait for one. */
  windowSeconds?: number
  clientOf: (c: Context) => Client
}

/**
 * Limits the sign-up requests of one client address, all gateways together: the counts are in Redis. Tells the client
 * where it stands (draft-ietf-httpapi-ratelimit-headers). @throws Refusal too_many_requests, queue_unavailable
 */
export function rateLimit({
  redis,
  queueName,
  perMinute,
  windowSeconds = 60,
  clientOf,
}: Options): MiddlewareHandler<GatewayEnv> {
  if (perMinute === 0) return (_c, next) => next()
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `registrar:${queueName}:rate`,
    points: perMinute,
    duration: windowSeconds,
    rejectIfRedisNotReady: true,
  })
  const policy = `"default";q=${perMinute};w=${windowSeconds}`
  const headersOf = ({ remainingPoints, msBeforeNext }: RateLimiterRes) => ({
    'ratelimit-policy': policy,
    ratelimit: `"default";r=${Math.max(0, remainingPoints)};t=${Math.ceil(msBeforeNext / 1_000)}`,
  })

  return async (c, next) => {
    const standing = await limiter.consume(networkOf(clientOf(c).address)).catch((reason: unknown) => {
      if (!(reason instanceof RateLimiterRes)) throw queueUnavailable(reason)
      const waitSeconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1_000))
      throw new Refusal('too_many_requests', `Wait ${waitSeconds} s, then go on.`, {
        headers: { ...headersOf(reason), 'retry-after': `${waitSeconds}` },
      })
    })
    Object.assign(c.var.headers, headersOf(standing))
    await next()
  }
}
