import { setTimeout as delay } from 'node:timers/promises'
import { Hono } from 'hono'
import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { answerHeaders } from '../../apps/gateway/src/answer-headers.ts'
import type { GatewayEnv } from '../../apps/gateway/src/gateway-env.ts'
import { rateLimit } from '../../apps/gateway/src/rate-limit.ts'
import { Refusal } from '../../apps/gateway/src/refusal.ts'
import { startRedis } from '../support/redis-server.ts'

it('each client that keeps to the Retry-After of the rate limit gets in, with five times as many as it lets in', async () => {
  await using server = await startRedis()
  const redis = new Redis(server.url)
  await redis.ping()
  const clientOf = () => ({ address: '203.0.113.9', isHttps: false })
  const app = new Hono<GatewayEnv>()
  app.use(answerHeaders())
  app.use(rateLimit({ redis, queueName: '{test}', perMinute: 6, windowSeconds: 2, clientOf }))
  app.post('/register', (c) => c.body(null, 202))
  app.onError((error) => (error instanceof Refusal ? error.toResponse() : new Response(null, { status: 500 })))

  const obedient = async () => {
    for (let refusals = 0; ; refusals++) {
      const answer = await app.request('/register', { method: 'POST' })
      if (answer.status === 202) return refusals
      expect(answer.status).toBe(429)
      await delay(Number(answer.headers.get('retry-after')) * 1_000) // what it was told to do
    }
  }
  const refusals = await Promise.all(Array.from({ length: 30 }, obedient))
  expect(refusals.filter((count) => count === 0)).toHaveLength(6)
  expect(Math.max(...refusals)).toBeLessThanOrEqual(5)
  redis.disconnect()
})
