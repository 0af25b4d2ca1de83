import { connectRedis } from '@registrar/shared/redis/connect-redis'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { type RedisServer, startRedis } from '../support/redis/redis-server.ts'

let server: RedisServer
beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server[Symbol.asyncDispose]())

async function connect(commandTimeout: number) {
  const redis = connectRedis(server.url, pino({ level: 'silent' }), { enableOfflineQueue: false, commandTimeout })
  await eventually('it is ready', () => redis.status === 'ready')
  return { redis, [Symbol.dispose]: () => redis.disconnect() }
}

/** The event loop of this process stands still, as under a long garbage collection or on a machine that is too busy. */
const standStill = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

it.each([
  ['its replies wait in the socket', () => new Promise(setImmediate)],
  ['its commands have not been written', () => undefined],
])(
  'an event loop that stands still for longer than a command may take turns no reply into an error: %s',
  async (_, until) => {
    using connection = await connect(200)
    const replies = Promise.all(Array.from({ length: 100 }, (_, n) => connection.redis.echo(`${n}`)))
    replies.catch(() => {})
    await until()
    standStill(600)
    expect(await replies).toHaveLength(100)
  },
)

it('a command that a frozen Redis does not answer is given up in time', async () => {
  using connection = await connect(200)
  server.signal('SIGSTOP')
  await expect(connection.redis.ping()).rejects.toThrow('Command timed out')
  server.signal('SIGCONT')
  await eventually('it answers again', () => connection.redis.ping().catch(() => undefined))
})
