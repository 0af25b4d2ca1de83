import { setTimeout as delay } from 'node:timers/promises'
import { answer } from '@registrar/shared/http/answer'
import { createHttpApp } from '@registrar/shared/http/http-app'
import { redisKeys } from '@registrar/shared/redis/keys'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createRateLimit } from '../../apps/gateway/src/limits/rate-limit.ts'
import { startRedis } from '../support/redis-server.ts'

/** Nothing but the limit, for one client; it lets in `perMinute` in a "minute" of `windowSeconds`. */
function limited(redis: Redis, limit: { perMinute: number; windowSeconds?: number }) {
  const clientOf = () => ({ address: '203.0.113.9', isHttps: false })
  const app = createHttpApp({ clientOf, log: pino({ level: 'silent' }) })
  const limitRate = createRateLimit({ redis, keys: redisKeys('{test}'), ...limit })
  app.post('/register', async (c) => {
    await limitRate(c)
    return answer(c, 202, null, {})
  })
  return async () => await app.request('/register', { method: 'POST' })
}

it('each client that keeps to the Retry-After of the rate limit gets in, with five times as many as it lets in', async () => {
  await using server = await startRedis()
  const redis = new Redis(server.url)
  await redis.ping()
  const signUp = limited(redis, { perMinute: 6, windowSeconds: 2 })

  const obedient = async () => {
    for (let refusals = 0; ; refusals++) {
      const answer = await signUp()
      if (answer.status === 202) return refusals
      expect(answer.status).toBe(429)
      await delay(Number(answer.headers.get('retry-after')) * 1_000) // as Retry-After asks
    }
  }
  const refusals = await Promise.all(Array.from({ length: 30 }, obedient))
  expect(refusals.filter((count) => count === 0)).toHaveLength(6)
  expect(Math.max(...refusals)).toBeLessThanOrEqual(5)
  redis.disconnect()
})

it('what the rate limit counts reaches no file of Redis, so that no request waits for the disk on its account', async () => {
  await using server = await startRedis()
  const redis = new Redis(server.url)
  const fileSize = async () => Number(/aof_current_size:(\d+)/.exec(await redis.info('persistence'))![1])
  await redis.set('anything', 'else')
  const before = await fileSize()
  expect(before).toBeGreaterThan(0)

  const signUp = limited(redis, { perMinute: 3 })
  const statuses = []
  for (let n = 0; n < 5; n++) statuses.push((await signUp()).status)
  expect(statuses).toEqual([202, 202, 202, 429, 429])
  expect(await fileSize()).toBe(before)
  redis.disconnect()
})
