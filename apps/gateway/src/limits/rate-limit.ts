import type { HttpEnv } from '@registrar/shared/http/http-env'
import { networkOf } from '@registrar/shared/http/ip-address'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Context } from 'hono'
import type { Redis } from 'ioredis'
import { queueUnavailable } from '../http/queue-unavailable.ts'
import { refuse } from '../http/refuse.ts'
import { createKnownLimits } from './known-limits.ts'
import { createRequestCounts } from './request-counts.ts'

type Options = {
  redis: Redis
  keys: RedisKeys
  /** Sign-up requests a client address in a minute; 0 turns the limit off. */
  perMinute: number
  /** The minute, for tests that cannot wait for one. */
  windowSeconds?: number
}

/** One request, which is counted once. */
export type LimitedRequest = {
  /** @throws Refusal too_many_requests, queue_unavailable */
  count(): Promise<void>
  /**
   * Counts the request and adds its job in the same turn, unless it is counted already. The job of a request too many is
   * not taken, whatever `add` does. @throws Refusal as `count` and `add` do
   */
  countWith(jobId: string, add: () => Promise<void>): Promise<void>
}

/**
 * Begins to limit a request. Its answer will say how many are left (draft-ietf-httpapi-ratelimit-headers).
 * @throws Refusal too_many_requests at once, where this gateway knows that the client is over its limit
 */
export type LimitRate = (c: Context<HttpEnv>) => LimitedRequest

/** Limits the sign-up requests of one client address, all gateways together: the counts are in Redis. */
export function createRateLimit({ redis, keys, perMinute, windowSeconds = 60 }: Options): LimitRate {
  if (perMinute === 0) return () => NO_LIMIT
  const countRequest = createRequestCounts(redis, { windowMs: windowSeconds * 1_000, limit: perMinute })
  const known = createKnownLimits()
  const policy = `"default";q=${perMinute};w=${windowSeconds}`

  return (c) => {
    const network = networkOf(c.get('client').address)
    const key = `${keys.rate}:${network}`
    const demand = (requests: number, msLeft: number) => {
      const seconds = Math.max(1, Math.ceil(msLeft / 1_000))
      const headers = c.get('headers')
      headers['ratelimit-policy'] = policy
      headers['ratelimit'] = `"default";r=${Math.max(0, perMinute - requests)};t=${seconds}`
      if (requests <= perMinute) return
      throw refuse('too_many_requests', `Try again in ${seconds} s.`, { headers: { 'retry-after': `${seconds}` } })
    }
    const settle = async ({ counted }: ReturnType<typeof countRequest>) => {
      const { requests, msLeft } = await counted.catch((cause) => {
        throw queueUnavailable(cause)
      })
      if (requests > perMinute) known.note(network, msLeft)
      demand(requests, msLeft)
    }

    const knownMs = known.msLeft(network)
    if (knownMs > 0) demand(perMinute + 1, knownMs)
    let counted: Promise<void> | undefined
    return {
      count() {
        counted ??= settle(countRequest(key))
        return counted
      },
      async countWith(jobId, add) {
        if (counted) {
          await counted
          return add()
        }
        const counting = countRequest(key, keys.job(jobId))
        counted = settle(counting)
        await Promise.all([counted, counting.sent.then(add)])
      },
    }
  }
}

const NO_LIMIT: LimitedRequest = { count: async () => {}, countWith: (_, add) => add() }
