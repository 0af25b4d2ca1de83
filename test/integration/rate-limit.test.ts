import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { answer } from '@registrar/shared/http/answer'
import { createHttpApp } from '@registrar/shared/http/http-app'
import { createOutageLog } from '@registrar/shared/process/outage-log'
import { redisKeys } from '@registrar/shared/redis/keys'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createRateLimit } from '../../apps/gateway/src/limits/rate-limit.ts'
import { createRegistrationQueue } from '../../apps/gateway/src/register/registration-queue.ts'
import { startRedis } from '../support/redis/redis-server.ts'

/** Nothing but the limit, for one client; it lets in `perMinute` in a "minute" of `windowSeconds`. */
function limited(redis: Redis, limit: { perMinute: number; windowSeconds?: number }) {
  const clientOf = () => ({ address: '203.0.113.9', isHttps: false })
  const app = createHttpApp({ clientOf, log: pino({ level: 'silent' }) })
  const limitRate = createRateLimit({ redis, keys: redisKeys('{test}'), ...limit })
  app.post('/register', async (c) => {
    await limitRate(c).count()
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

/** Sign-ups of one client that each take their place in the queue in the turn in which they are counted. */
function signingUp(redis: Redis, perMinute: number) {
  const keys = redisKeys('{test}')
  const log = pino({ level: 'silent' })
  const queue = createRegistrationQueue(redis, keys, createOutageLog(log, { down: '', up: '' }))
  const limitRate = createRateLimit({ redis, keys, perMinute })
  const app = createHttpApp({ clientOf: () => ({ address: '203.0.113.9', isHttps: false }), log })
  app.post('/register', async (c) => {
    const jobId = randomUUID()
    const job = {
      version: 1 as const,
      userId: randomUUID(),
      username: 'ada',
      sealed: 'sealed',
      requestId: 'any-request',
    }
    await limitRate(c).countWith(jobId, () => queue.add(jobId, job))
    return answer(c, 202, null, {})
  })
  return { keys, queue, signUp: async () => (await app.request('/register', { method: 'POST' })).status }
}

it('of sign-ups that come in one turn, those over the limit are refused and their jobs are not taken', async () => {
  await using server = await startRedis()
  const redis = new Redis(server.url)
  await redis.ping()
  const { keys, queue, signUp } = signingUp(redis, 3)
  const statuses = await Promise.all(Array.from({ length: 8 }, signUp))
  expect(statuses).toEqual([202, 202, 202, 429, 429, 429, 429, 429])
  expect(await redis.llen(keys.wait)).toBe(3)
  const taken = await redis.keys(keys.job('*-*-*-*-*'))
  const refused = await Promise.all(taken.map((key) => redis.hexists(key, 'refused')))
  expect(refused.filter(Boolean), 'a key that keeps a refused job out').toHaveLength(5)
  for (const key of taken.filter((_, n) => refused[n])) expect(await redis.pttl(key)).toBeGreaterThan(0)
  await queue.close()
  redis.disconnect()
})

it('a gateway that knows a client to be over its limit asks Redis no more about it', async () => {
  await using server = await startRedis()
  const redis = new Redis(server.url)
  await redis.ping()
  const { keys, queue, signUp } = signingUp(redis, 1)
  expect([await signUp(), await signUp()]).toEqual([202, 429])
  const count = () => redis.get(`${keys.rate}:203.0.113.9`)
  expect(await count()).toBe('2')
  expect([await signUp(), await signUp()]).toEqual([429, 429])
  expect(await count()).toBe('2')
  await queue.close()
  redis.disconnect()
})
