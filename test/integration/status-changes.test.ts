import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { createStatusChanges } from '../../apps/gateway/src/status/status-changes.ts'
import { eventually } from '../support/eventually.ts'
import { startRedis } from '../support/redis/redis-server.ts'

const never = new AbortController().signal

it('a watch remembers a change that came before it was waited for, and none after it was disposed', async () => {
  await using redis = await startRedis()
  const subscriber = new Redis(redis.url, { autoResubscribe: false })
  const publisher = new Redis(redis.url)
  const changes = createStatusChanges(subscriber, 'changes')
  {
    using watch = changes.watch('a-job')
    await eventually('subscribed and woken once', async () => (await publisher.publish('changes', 'a-job')) === 1)
    await watch.changed(never)
  }
  expect(changes.watching).toBe(0)
  subscriber.disconnect()
  publisher.disconnect()
})

it('everybody is woken when Redis is back: what was announced meanwhile went unheard', async () => {
  await using redis = await startRedis()
  const subscriber = new Redis(redis.url, { autoResubscribe: false, retryStrategy: () => 20 })
  subscriber.on('error', () => {})
  const changes = createStatusChanges(subscriber, 'changes')
  using watch = changes.watch('a-job')
  await watch.changed(never) // the first subscription
  await redis.kill()
  const woken = watch.changed(never)
  await redis.restart()
  await woken
  subscriber.disconnect()
})

it('an aborted wait ends at once', async () => {
  await using redis = await startRedis()
  const subscriber = new Redis(redis.url, { autoResubscribe: false })
  const changes = createStatusChanges(subscriber, 'changes')
  using watch = changes.watch('a-job')
  await watch.changed(AbortSignal.abort())
  subscriber.disconnect()
})
