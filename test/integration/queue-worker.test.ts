import { setTimeout as delay } from 'node:timers/promises'
import { type Delivery, RetryLater } from '@registrar/shared/queue/delivery'
import { JOB_FIELDS } from '@registrar/shared/redis/keys'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { Refused, startQueueWork } from '../support/redis/queue-work.ts'
import { type RedisServer, startRedis } from '../support/redis/redis-server.ts'

let server: RedisServer
beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server[Symbol.asyncDispose]())

it('a worker takes jobs of any kind, only after it was resumed, and nothing is left of one that succeeded', async () => {
  const delivered: Delivery[] = []
  await using work = startQueueWork(server, async (delivery) => void delivered.push(delivery))
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
  await using work = startQueueWork(server, async ({ attempt }) => {
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
  await using work = startQueueWork(server, async ({ jobId }) => {
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
  await using work = startQueueWork(server, async () => {
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
  await using work = startQueueWork(server, async ({ jobId, crashes }) => {
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
