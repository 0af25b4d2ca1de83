import { setTimeout as delay } from 'node:timers/promises'
import { type Delivery, RetryLater } from '@registrar/shared/queue/delivery'
import { createQueueWorker } from '@registrar/shared/queue/queue-worker'
import { connectRedis } from '@registrar/shared/redis/connect-redis'
import { JOB_FIELDS, queueKeys } from '@registrar/shared/redis/keys'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { freshName } from '../support/names.ts'
import { type RedisServer, startRedis } from '../support/redis-server.ts'
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts'

let server: RedisServer
beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server[Symbol.asyncDispose]())

class Refused extends Error {
  readonly code = 'refused'
}

/** A queue of some other kind of job, below a prefix of its own, and a worker on it. */
function startWork(process: (delivery: Delivery) => Promise<void>, port = server.port) {
  const keys = queueKeys(freshName(), 'bull:{other}')
  const logged: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
  const options = { maxRetriesPerRequest: null }
  const redis = connectRedis(server.url.replace(`:${server.port}`, `:${port}`), log, options)
  const connection = connectRedis(server.url, pino({ level: 'silent' }), options)
  const queue = new Queue(keys.queue.name, { connection, prefix: keys.queue.prefix })
  queue.on('error', () => {})
  const shutdown = new AbortController()
  const failed: [string, string][] = []
  const worker = createQueueWorker({
    redis,
    keys,
    process,
    failureCodeOf: (error) => (error instanceof Refused ? error.code : undefined),
    onFailed: (jobId, code) => failed.push([jobId, code]),
    shutdown: shutdown.signal,
    concurrency: 4,
    failedTtlSeconds: 60,
    drainSeconds: 5,
    log,
  })
  return {
    keys,
    redis,
    worker,
    shutdown,
    failed,
    logged: () => logged.join(''),
    add: (jobId: string, data: unknown = {}, delay = 0) => queue.add('any', data, { jobId, delay, stackTraceLimit: 0 }),
    async [Symbol.asyncDispose]() {
      shutdown.abort()
      await worker[Symbol.asyncDispose]()
      await queue.close()
      redis.disconnect()
      connection.disconnect()
    },
  }
}

it('a worker takes jobs of any kind, only after it was resumed, and nothing is left of one that succeeded', async () => {
  const delivered: Delivery[] = []
  await using work = startWork(async (delivery) => void delivered.push(delivery))
  await work.add('first', { to: 'somebody' })
  expect(await work.redis.llen(work.keys.wait)).toBe(1)
  work.worker.resume()
  await eventually('it is gone', async () => (await work.redis.exists(work.keys.job('first'))) === 0)
  expect(delivered).toEqual([
    { jobId: 'first', data: { to: 'somebody' }, createdAt: expect.any(Date), attempt: 1, crashes: 0, failures: 0 },
  ])
})

it('a job that asks for it comes again, later', async () => {
  const attempts: number[] = []
  await using work = startWork(async ({ attempt }) => {
    attempts.push(attempt)
    if (attempt < 3) throw new RetryLater(20)
  })
  work.worker.resume()
  await work.add('again')
  await eventually('it is gone', async () => (await work.redis.exists(work.keys.job('again'))) === 0)
  expect(attempts).toEqual([1, 2, 3])
  expect(work.failed).toEqual([])
})

it('a job that fails is kept with the code of its error alone', async () => {
  await using work = startWork(async ({ jobId }) => {
    throw jobId === 'known' ? new Refused('secret one') : new TypeError('secret two\n    at line (of: message)')
  })
  work.worker.resume()
  await work.add('known')
  await work.add('bug')
  await eventually('both have failed', () => work.failed.length === 2)
  expect(work.failed.toSorted()).toEqual([
    ['bug', 'unexpected_error'],
    ['known', 'refused'],
  ])
  const kept = await Promise.all(['known', 'bug'].map((jobId) => work.redis.hgetall(work.keys.job(jobId))))
  expect(kept.every((fields) => JOB_FIELDS.finishedAt in fields)).toBe(true)
  expect(JSON.stringify(kept)).not.toMatch(/secret|of: message/)
  expect(work.logged()).toContain('TypeError') // the bug, with its place
  expect(work.logged()).toContain('queue-worker.test.ts')
  expect(work.logged()).not.toMatch(/secret|of: message/)
})

it('a job that cannot be finished before the shutdown goes back to the queue and does not fail', async () => {
  const taken = Promise.withResolvers<void>()
  await using work = startWork(async () => {
    taken.resolve()
    await new Promise((_, reject) => work.shutdown.signal.addEventListener('abort', () => reject(new Error('late'))))
  })
  work.worker.resume()
  await work.add('unfinished')
  await taken.promise
  work.shutdown.abort()
  await work.worker[Symbol.asyncDispose]()
  const redis = new Redis(server.url)
  expect(await redis.lrange(work.keys.wait, 0, -1)).toEqual(['unfinished'])
  expect(await redis.exists(work.keys.lock('unfinished'))).toBe(0)
  expect(work.failed).toEqual([])
  redis.disconnect()
})

it('a job that has crashed a worker before is processed alone: no other job is taken by that worker meanwhile', async () => {
  const inFlight = new Set<string>()
  const besides: Record<string, string[]> = {}
  let most = 0
  await using work = startWork(async ({ jobId, crashes }) => {
    inFlight.add(jobId)
    most = Math.max(most, inFlight.size)
    await delay(20)
    // In Redis, too: what another worker would find stalled, were this one killed now.
    if (crashes > 0)
      besides[jobId] = [...inFlight, ...(await work.redis.lrange(work.keys.active, 0, -1))].filter((id) => id !== jobId)
    inFlight.delete(jobId)
  })
  const jobIds = Array.from({ length: 100 }, (_, n) => `job-${n}`)
  const suspicious = ['job-0', 'job-10', 'job-11', 'job-12', 'job-30', 'job-40', 'job-41']
  for (const jobId of jobIds.slice(0, 40)) await work.add(jobId)
  for (const jobId of suspicious.slice(5)) await work.add(jobId, {}, 700) // to a worker that waits for a job
  for (const jobId of suspicious) await work.redis.hset(work.keys.job(jobId), JOB_FIELDS.crashes, 1)
  work.worker.resume()
  await eventually('most are gone', async () => (await work.redis.llen(work.keys.wait)) === 0)
  for (const jobId of jobIds.slice(42)) {
    await work.add(jobId)
    await delay(15)
  }
  await eventually('all are gone', async () => (await work.redis.exists(...jobIds.map(work.keys.job))) === 0)
  expect(Object.keys(besides).toSorted()).toEqual(suspicious.toSorted())
  expect(Object.values(besides).flat()).toEqual([])
  expect(most).toBe(4) // the others still go together
  expect(work.failed).toEqual([])
})

/** BullMQ pauses for so long when asking for a job fails with its connection, which it never does here. */
const PAUSE_OF_BULLMQ_MS = 15_000

it.each<[string, (link: TcpProxy) => Promise<void> | void]>([
  ['is cut', (link) => link.cut()],
  [
    'is refused for a while',
    async (link) => {
      link.refuse()
      await delay(2_000) // the fault itself
      link.accept()
    },
  ],
  [
    'ends with its Redis, which starts again after a while',
    async () => {
      await server.kill()
      await delay(2_000) // the fault itself
      await server.restart()
    },
  ],
])('a worker whose connection %s takes jobs again as soon as Redis is there, busy or not', async (_what, fault) => {
  await using link = await startTcpProxy(server)
  const ended = new Set<string>()
  await using work = startWork(async ({ jobId }) => {
    await delay(jobId.startsWith('slow') ? 500 : 0)
    ended.add(jobId)
  }, link.port)
  work.worker.resume()
  for (const kind of ['quick', 'slow']) {
    const busy = Array.from({ length: kind === 'slow' ? 8 : 1 }, (_, n) => `${kind}-${n}`)
    for (const jobId of busy) await work.add(jobId)
    await eventually('the first has ended', () => ended.has(busy[0]!))
    await fault(link)
    const startedAt = performance.now()
    await work.add(`${kind}-after`)
    await eventually('all have ended', () => [...busy, `${kind}-after`].every((jobId) => ended.has(jobId)))
    expect(performance.now() - startedAt).toBeLessThan(PAUSE_OF_BULLMQ_MS)
  }
  expect(work.failed).toEqual([])
})
