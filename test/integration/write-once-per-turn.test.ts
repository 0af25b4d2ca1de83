import { connectRedis } from '@registrar/shared/redis/connect-redis'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { startRedis } from '../support/redis/redis-server.ts'

const MANY = 500

it('what is asked of Redis in one turn of the event loop is written in one piece, also after a reconnection', async () => {
  await using server = await startRedis()
  const redis = connectRedis(server.url, pino({ level: 'silent' }))
  const reads = async () => Number(/total_reads_processed:(\d+)/.exec(await redis.info('stats'))?.[1])
  const readsForMany = async () => {
    const before = await reads()
    const replies = await Promise.all(Array.from({ length: MANY }, (_, n) => redis.echo(`${n}`)))
    expect(replies).toEqual(Array.from({ length: MANY }, (_, n) => `${n}`))
    return (await reads()) - before - 1 // the second look itself
  }
  await redis.ping()
  expect(await readsForMany()).toBe(1)
  redis.disconnect(true)
  await redis.ping()
  expect(await readsForMany()).toBe(1)
  redis.disconnect()
})
