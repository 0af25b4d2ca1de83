import { Hono } from 'hono'
import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { answerHeaders } from '../../apps/gateway/src/answer-headers.ts'
import type { GatewayEnv } from '../../apps/gateway/src/gateway-env.ts'
import { rateLimit } from '../../apps/gateway/src/rate-limit.ts'
import { Refusal } from '../../apps/gateway/src/refusal.ts'
import { startRedis } from '../support/redis-server.ts'

it('what the rate limit counts reaches no file of Redis, so that no request waits for the disk on its account', async () => {
  await using server = await startRedis()
  const redis = new Redis(server.url)
  const fileSize = async () => Number(/aof_current_size:(\d+)/.exec(await redis.info('persistence'))![1])
  await redis.set('anything', 'else')
  const before = await fileSize()
  expect(before).toBeGreaterThan(0)

  const app = new Hono<GatewayEnv>()
  app.use(answerHeaders())
  const clientOf = () => ({ address: '203.0.113.9', isHttps: false })
  app.use(rateLimit({ redis, queueName: '{test}', perMinute: 3, clientOf }))
  app.post('/register', (c) => c.body(null, 202))
  app.onError((error) => (error instanceof Refusal ? error.toResponse() : new Response(null, { status: 500 })))
  const statuses = []
  for (let n = 0; n < 5; n++) statuses.push((await app.request('/register', { method: 'POST' })).status)
  expect(statuses).toEqual([202, 202, 202, 429, 429])

  expect(await fileSize()).toBe(before)
  redis.disconnect()
})
