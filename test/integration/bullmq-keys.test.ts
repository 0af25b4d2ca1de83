import { JOB_NAME } from '@registrar/shared/contract/registration-job'
import { createOutageLog } from '@registrar/shared/process/outage-log'
import { JOB_FIELDS, queueKeys } from '@registrar/shared/redis/keys'
import { type Job, Queue, UnrecoverableError, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRegistrationQueue } from '../../apps/gateway/src/register/registration-queue.ts'
import { eventually } from '../support/eventually.ts'
import { type RedisServer, startRedis } from '../support/redis/redis-server.ts'

// What is read here of BullMQ's own keys is no part of its documented interface: these tests are to fail at the release
// that changes it, before anything else does.
const keys = queueKeys('{names}')
let server: RedisServer
let redis: Redis
let queue: Queue
beforeAll(async () => {
  server = await startRedis()
  redis = new Redis(server.url, { maxRetriesPerRequest: null })
  queue = new Queue(keys.queue.name, { connection: redis, prefix: keys.queue.prefix })
})
afterAll(async () => {
  await queue.close()
  redis.disconnect()
  await server[Symbol.asyncDispose]()
})

/** A worker of BullMQ's own that dies over no job, and what it was given. */
function work(process: (job: Job, token?: string) => Promise<unknown>, options: { lockDuration?: number } = {}) {
  const connection = new Redis(server.url, { maxRetriesPerRequest: null })
  const worker = new Worker(keys.queue.name, process, {
    connection,
    prefix: keys.queue.prefix,
    stalledInterval: 100,
    maxStalledCount: 5,
    removeOnComplete: { count: 0 },
    ...options,
  })
  worker.on('error', () => {})
  return {
    worker,
    async [Symbol.asyncDispose]() {
      await worker.close(true)
      connection.disconnect()
    },
  }
}

const fieldsOf = (jobId: string) => redis.hgetall(keys.job(jobId))

it('a job that waits is in the waiting list, counted, and its hash has the time at which it was added', async () => {
  const before = Date.now()
  await queue.add('any', { some: 'data' }, { jobId: 'one-waiting' })
  expect(await redis.lrange(keys.wait, 0, -1)).toEqual(['one-waiting'])
  expect(await redis.get(keys.everAdded)).toBe('1')
  const fields = await fieldsOf('one-waiting')
  expect(Number(fields[JOB_FIELDS.createdAt])).toBeGreaterThanOrEqual(before)
  expect(fields).not.toHaveProperty(JOB_FIELDS.startedAt)
  expect(fields).not.toHaveProperty(JOB_FIELDS.finishedAt)
  expect(fields).not.toHaveProperty(JOB_FIELDS.crashes)
})

it('a job that the gateway adds is stored as `Queue.add` stores it, and one whose key is taken is not added', async () => {
  const log = createOutageLog(pino({ level: 'silent' }), { down: '', up: '' })
  const registrations = createRegistrationQueue(redis, keys, log)
  const job = { version: 1 as const, userId: 'a', username: 'ada', sealed: 'sealed', requestId: 'any-request' }
  await registrations.add('from-the-gateway', job)
  await queue.add(JOB_NAME, job, { jobId: 'by-bullmq', attempts: 1, stackTraceLimit: 0 })
  const [ours, theirs] = [await fieldsOf('from-the-gateway'), await fieldsOf('by-bullmq')]
  const comparable = ({ opts, timestamp, ...fields }: Record<string, string>) => {
    const { jobId, ...options } = JSON.parse(opts!)
    return { ...fields, options }
  }
  expect(comparable(ours)).toEqual(comparable(theirs))
  expect(await redis.lrange(keys.wait, 0, 1)).toEqual(['by-bullmq', 'from-the-gateway'])

  await redis.hset(keys.job('taken'), 'refused', 1)
  await registrations.add('taken', job)
  expect(await redis.lpos(keys.wait, 'taken')).toBeNull()
  for (const jobId of ['from-the-gateway', 'by-bullmq']) await queue.remove(jobId)
  await registrations.close()
})

it('a job that waits for a moment is in the delayed set', async () => {
  await queue.add('any', {}, { jobId: 'one-later', delay: 3_600_000 })
  expect(await redis.zrange(keys.delayed, '0', '-1')).toEqual(['one-later'])
  await queue.remove('one-later')
})

it('a job in flight is in the active list, is locked by a key that expires, and its hash says since when', async () => {
  const taken = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  await using _worker = work(() => {
    taken.resolve()
    return release.promise
  })
  await taken.promise
  expect(await redis.lrange(keys.active, 0, -1)).toEqual(['one-waiting'])
  expect(await redis.pttl(keys.lock('one-waiting'))).toBeGreaterThan(0)
  expect(await redis.pttl(keys.stalledCheck)).toBeGreaterThan(0)
  expect(Number((await fieldsOf('one-waiting'))[JOB_FIELDS.startedAt])).toBeGreaterThan(0)
  release.resolve()
  await eventually('the job that succeeded is gone', async () => (await redis.exists(keys.job('one-waiting'))) === 0)
  expect(await redis.llen(keys.active)).toBe(0)
})

it('a job that failed is in the failed set, and its hash has the reason and the time at which it failed', async () => {
  await using _worker = work(async () => {
    throw new UnrecoverableError('a_code')
  })
  await queue.add('any', { some: 'data' }, { jobId: 'one-failing', stackTraceLimit: 0 })
  const fields = await eventually('it has failed', async () => {
    const found = await fieldsOf('one-failing')
    return found[JOB_FIELDS.finishedAt] ? found : undefined
  })
  expect(Number(fields[JOB_FIELDS.finishedAt])).toBeGreaterThanOrEqual(Number(fields[JOB_FIELDS.startedAt]))
  expect(fields).toMatchObject({ [JOB_FIELDS.failureCode]: 'a_code', [JOB_FIELDS.data]: '{"some":"data"}' })
  expect(await redis.zrange(keys.failed, '0', '-1')).toEqual(['one-failing'])
  expect(JSON.stringify(fields)).not.toContain('at ') // no stack trace
})

it('what waits in a paused queue stays in the waiting list, from whose end the next one is taken', async () => {
  await queue.pause()
  await queue.addBulk(['first', 'second'].map((jobId) => ({ name: 'any', data: {}, opts: { jobId } })))
  expect(await redis.lrange(keys.wait, 0, -1)).toEqual(['second', 'first'])
  const taken: string[] = []
  await using _worker = work(async ({ id }) => void taken.push(id!))
  await queue.resume()
  await eventually('both are taken', () => taken.length === 2)
  expect(taken).toEqual(['first', 'second'])
})

it('a job whose lock was lost is given to another worker, and its hash counts that', async () => {
  const taken = Promise.withResolvers<void>()
  let deliveries = 0
  await using _worker = work(() => {
    deliveries++
    taken.resolve()
    return new Promise(() => {})
  })
  await queue.add('any', {}, { jobId: 'one-stalling' })
  await taken.promise
  await redis.del(keys.lock('one-stalling'))
  await eventually('it is counted', async () => (await fieldsOf('one-stalling'))[JOB_FIELDS.crashes] === '1')
  expect(deliveries).toBeGreaterThan(0)
})
