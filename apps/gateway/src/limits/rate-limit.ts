import type { HttpEnv } from '@registrar/shared/http/http-env'
import { networkOf } from '@registrar/shared/http/ip-address'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Context } from 'hono'
import type { Redis } from 'ioredis'
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { queueUnavailable } from '../http/queue-unavailable.ts'
import { refuse } from '../http/refuse.ts'

/**
 * Adds ARGV[1] to the count of a client, which starts again after ARGV[2] seconds, and returns it with what is left of
 * them in ms. The count goes to no file and no replica, so that no request waits for a disk because of it: lost with
 * Redis, it lets a client start again a minute early. A server that does not allow this writes it like anything else.
 */
const COUNT = `
  pcall(function() redis.replicate_commands() redis.set_repl(redis.REPL_NONE) end)
  local count = redis.call('INCRBY', KEYS[1], ARGV[1])
  local leftMs = redis.call('PTTL', KEYS[1])
  if leftMs < 0 then
    leftMs = ARGV[2] * 1000
    redis.call('PEXPIRE', KEYS[1], leftMs)
  end
  return { count, leftMs }`

type Options = {
  redis: Redis
  keys: RedisKeys
  /** Sign-up requests a client address in a minute; 0 turns the limit off. */
  perMinute: number
  /** The minute, for tests that cannot wait for one. */
  windowSeconds?: number
}

/**
 * Counts a request. Its answer says how many are left (draft-ietf-httpapi-ratelimit-headers).
 * @throws Refusal too_many_requests, queue_unavailable
 */
export type LimitRate = (c: Context<HttpEnv>) => Promise<void>

/** Limits the sign-up requests of one client address, all gateways together: the counts are in Redis. */
export function createRateLimit({ redis, keys, perMinute, windowSeconds = 60 }: Options): LimitRate {
  if (perMinute === 0) return async () => {}
  const limiter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: keys.rate,
    points: perMinute,
    duration: windowSeconds,
    rejectIfRedisNotReady: true,
    customIncrTtlLuaScript: COUNT,
  })
  const policy = `"default";q=${perMinute};w=${windowSeconds}`
  const headersOf = ({ remainingPoints, msBeforeNext }: RateLimiterRes) => ({
    'ratelimit-policy': policy,
    ratelimit: `"default";r=${Math.max(0, remainingPoints)};t=${Math.ceil(msBeforeNext / 1_000)}`,
  })

  return async (c) => {
    const standing = await limiter.consume(networkOf(c.get('client').address)).catch((reason: unknown) => {
      if (!(reason instanceof RateLimiterRes)) throw queueUnavailable(reason)
      const waitSeconds = Math.max(1, Math.ceil(reason.msBeforeNext / 1_000))
      throw refuse('too_many_requests', `Try again in ${waitSeconds} s.`, {
        headers: { ...headersOf(reason), 'retry-after': `${waitSeconds}` },
      })
    })
    Object.assign(c.get('headers'), headersOf(standing))
  }
}
