import { connectRedis, connectSubscriber } from '@registrar/shared/redis/connect-redis'
import { isDemotion } from '@registrar/shared/redis/primary-only'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freePort } from '../../tools/redis/own-redis.ts'
import { eventually } from '../support/eventually.ts'
import { type RedisServer, startRedis } from '../support/redis/redis-server.ts'

let server: RedisServer
let other: RedisServer
let operator: Redis
beforeAll(async () => {
  ;[server, other] = await Promise.all([startRedis(), startRedis()])
  operator = new Redis(server.url)
})
afterAll(async () => {
  operator.disconnect()
  await Promise.all([server[Symbol.asyncDispose](), other[Symbol.asyncDispose]()])
})
beforeEach(async () => {
  await operator.config('SET', 'replica-serve-stale-data', 'yes')
  await operator.replicaof('NO', 'ONE')
})

const demote = async () => operator.replicaof('127.0.0.1', await freePort()) // nobody is there

function connect(options: Parameters<typeof connectRedis>[2] = {}) {
  const logged: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
  const redis = connectRedis(server.url, log, options)
  return { redis, logged, [Symbol.dispose]: () => redis.disconnect() }
}
const idOf = async (redis: Redis) => Number(await redis.client('ID'))
const messageOf = (command: Promise<unknown>) =>
  command.then(
    () => '',
    (error: Error) => error.message,
  )

describe('a connection whose server is a primary no longer', () => {
  it.each<[string, string, (redis: Redis) => Promise<unknown>]>([
    ['READONLY', 'yes', (redis) => redis.set('key', 'value')],
    ['MASTERDOWN', 'no', (redis) => redis.exists('key')],
  ])('and answers %s is made anew, and what it was asked is done once there is a primary', async (code, stale, ask) => {
    using connection = connect({ maxRetriesPerRequest: null })
    const { redis, logged } = connection
    const idBefore = await idOf(redis)
    await operator.config('SET', 'replica-serve-stale-data', stale)
    await demote()
    expect(await messageOf(ask(operator))).toContain(code)
    const done = ask(redis)
    await eventually('it is not ready', () => redis.status !== 'ready')
    await operator.replicaof('NO', 'ONE')
    expect(await messageOf(done)).toBe('')
    expect(await idOf(redis)).not.toBe(idBefore)
    await eventually('the recovery is logged', () => logged.length === 2)
    expect(logged[0]).toContain('is a replica and takes no writes')
  })

  it('and answers LOADING, because it reads what its own primary has sent, is made anew', async () => {
    using connection = connect({ maxRetriesPerRequest: null })
    const { redis } = connection
    const idBefore = await idOf(redis)
    const primary = new Redis(other.url)
    await primary.mset(Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`key-${n}`, 'x'.repeat(100_000)])))
    await primary.config('SET', 'repl-diskless-sync-delay', '0')
    primary.disconnect()
    await operator.config('SET', 'masterauth', new URL(other.url).password)
    await operator.config('SET', 'loading-process-events-interval-bytes', '1024')
    await operator.config('SET', 'key-load-delay', '20000') // µs for each of the hundred
    await operator.replicaof('127.0.0.1', other.port)
    await eventually('it is loading', async () => /LOADING/.test(await messageOf(operator.exists('key'))))
    const found = redis.exists('key-99')
    await eventually('it is not ready', () => redis.status !== 'ready')
    await eventually('it has loaded', async () => (await messageOf(operator.exists('key'))) === '')
    await operator.replicaof('NO', 'ONE')
    expect(await found).toBe(1)
    expect(await idOf(redis)).not.toBe(idBefore)
  })

  it('without an offline queue passes the refusal on, and is made anew', async () => {
    using connection = connect({ enableOfflineQueue: false })
    const { redis } = connection
    await eventually('it is ready', () => redis.status === 'ready')
    await demote()
    expect(await messageOf(redis.set('key', 'value'))).toContain('READONLY')
    await eventually('it is not ready', () => redis.status !== 'ready')
    await operator.replicaof('NO', 'ONE')
    await eventually('it is ready again', () => redis.status === 'ready')
    expect(await redis.set('key', 'value')).toBe('OK')
  })

  it('takes its subscriber with it, and so do a duplicate’s refusals of a blocking wait', async () => {
    using connection = connect({ maxRetriesPerRequest: null })
    const { redis } = connection
    const subscriber = connectSubscriber(redis)
    const blocking = redis.duplicate()
    const subscriptions: unknown[] = []
    subscriber.on('ready', () => subscriber.subscribe('channel').then((count) => subscriptions.push(count)))
    await eventually('it is subscribed', () => subscriptions.length === 1)
    const popped = blocking.bzpopmin('a-set', 0)
    await eventually('it waits', async () => /cmd=bzpopmin/.test((await operator.client('LIST')) as string))
    await demote()
    redis.set('key', 'value').catch(() => {})
    await eventually('none is ready', () =>
      [redis, subscriber, blocking].every((connection) => connection.status !== 'ready'),
    )
    await operator.replicaof('NO', 'ONE')
    await eventually('it is subscribed again', () => subscriptions.length === 2)
    await operator.zadd('a-set', 1, 'member')
    expect(await popped).toEqual(['a-set', 'member', '1'])
    subscriber.disconnect()
    blocking.disconnect()
  })
})

it('a connection to a replica never becomes ready, and the log says why', async () => {
  await demote()
  using connection = connect()
  const { redis, logged } = connection
  await eventually('it is logged', () => logged.some((line) => line.includes('is a replica and takes no writes')))
  expect(redis.status).not.toBe('ready')
  await operator.replicaof('NO', 'ONE')
  await eventually('it is ready', () => redis.status === 'ready')
})

it.each([
  ['READONLY You can’t write against a read only replica. script: 81698f, on @user_script:90.', true],
  ['ERR Error running script (call to f_81698f): @user_script:12: -READONLY You can’t write against', true], // Redis 6
  ['MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to ‘no’.', true],
  ['LOADING Redis is loading the dataset in memory', true],
  ['UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)', true],
  ['OOM command not allowed when used memory > ‘maxmemory’.', false],
  ['NOREPLICAS Not enough good replicas to write.', false],
  ['MISCONF Redis is configured to save RDB snapshots, but it’s currently unable to persist to disk.', false],
  ['NOAUTH Authentication required.', false],
  ['Connection is closed.', false],
])('"%s" makes a connection look for the primary: %s', (message, expected) => {
  expect(isDemotion(new Error(message))).toBe(expected)
})
