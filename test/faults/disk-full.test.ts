import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { jobIdOf, outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { npmStart } from '../support/processes/npm-start.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { sqliteRows } from '../support/stores/test-store.ts'
import { canMount, mountSmallDisk } from '../support/trouble/small-disk.ts'
import { type FaultRun, startFaultRun } from './fault-run.ts'

const { create } = storeEngines[0]!

/** Signs up until the gateway says 503, and returns that answer's code. */
const refused = (run: FaultRun) =>
  eventually('it refuses', async () => {
    const answer = await register(run.gateway.url, { username: freshName(), password: PASSWORD })
    const { jobId, code } = (await answer.json()) as { jobId: string; code: string }
    if (answer.status === 202) run.ledger.accepted.set(jobId, { username: '', password: PASSWORD })
    return answer.status === 503 && answer.headers.get('retry-after') ? code : undefined
  })

const acceptedAgain = (run: FaultRun) =>
  eventually('it accepts again', () => run.register(freshName()).catch(() => undefined))

const says = (run: FaultRun, words: string) => eventually(`the log says: ${words}`, () => run.logs().includes(words))

describe.runIf(canMount)('a full disk', () => {
  it('under the embedded store: registrations wait, the log says what to do, and work resumes', async () => {
    using disk = mountSmallDisk(2)
    const data = await create()
    const store = { ...data, settings: { DATA_DIR: disk.path } }
    {
      await using run = await startFaultRun({ ...store, rows: async () => sqliteRows(disk.path) })
      await run.addWorker()
      await outcomeOf(run.gateway.url, await run.register('before'))
      disk.fill()
      const waiting = await Promise.all(Array.from({ length: 30 }, () => run.register(freshName())))
      await eventually('the log says how to fix it', () => /SQLite: the disk is full: free some space/.test(run.logs()))
      disk.free()
      for (const jobId of waiting)
        expect(await outcomeOf(run.gateway.url, jobId)).toMatchObject({ status: 'completed' })
      expect(await run.verify()).toEqual({ accepted: 31, completed: 31, rejected: 0, failed: 0 })
    }
    await data[Symbol.asyncDispose]()
  })

  it('under a Redis that syncs every write: it ends itself, 503 until it is back, and what was accepted ends', async () => {
    using disk = mountSmallDisk(8)
    await using store = await create()
    {
      await using run = await startFaultRun(store, {}, { folder: disk.path })
      await run.addWorker()
      await outcomeOf(run.gateway.url, await run.register('before'))
      disk.fill()
      expect(await refused(run)).toBe('queue_unavailable')
      expect(await run.redis.ended()).toContain('free some space')
      expect(await refused(run)).toBe('queue_unavailable')
      disk.free()
      await run.redis.restart()
      await acceptedAgain(run)
      expect((await run.verify()).failed).toBe(0)
    }
  })

  it('under npm start: its Redis is started again until there is room, and the log says what to do', async () => {
    using disk = mountSmallDisk(8)
    await using registrar = npmStart({ DATA_DIR: disk.path, RATE_LIMIT_PER_MINUTE: '0' })
    const url = await registrar.running()
    disk.fill()
    const jobIds: string[] = []
    const untilItSays = (what: string, status: number) =>
      eventually(what, async () => {
        const answer = await register(url, { username: freshName(), password: PASSWORD })
        if (answer.status === 202) jobIds.push(await jobIdOf(answer))
        return answer.status === status
      })
    await untilItSays('it refuses', 503)
    await eventually('the log says how to fix it', () => registrar.output().includes('free some space on that disk'))
    disk.free()
    await untilItSays('it accepts again', 202)
    for (const jobId of jobIds) expect(await outcomeOf(url, jobId)).toMatchObject({ status: 'completed' })
  })

  it('under a Redis that syncs once a second: 503, the log says what to do, and what was accepted ends', async () => {
    using disk = mountSmallDisk(8)
    await using store = await create()
    {
      await using run = await startFaultRun(store, {}, { folder: disk.path })
      const redis = new Redis(run.redis.url)
      await redis.config('SET', 'appendfsync', 'everysec')
      redis.disconnect()
      await run.addWorker()
      await outcomeOf(run.gateway.url, await run.register('before'))
      disk.fill()
      expect(await refused(run)).toBe('queue_unavailable')
      await says(run, 'free some space on its disk')
      disk.free()
      await acceptedAgain(run)
      expect((await run.verify()).failed).toBe(0)
    }
  })
})

it('Redis at its maxmemory: 503, the log says what to do, what was accepted ends, and it accepts again', async () => {
  await using store = await create()
  await using run = await startFaultRun(store)
  const redis = new Redis(run.redis.url)
  const worker = await run.addWorker({ LINGER_AT: 'hash done', LINGER_MS: '1000' })
  const first = await run.register('before')
  await worker.reached // it has to end a job while Redis takes no writes
  await redis.config('SET', 'maxmemory', '1')
  expect(await refused(run)).toBe('queue_unavailable')
  await says(run, 'Redis has reached its maxmemory: add workers')
  await eventually('the worker says it', () => worker.output().includes('Redis refuses writes'))
  await redis.config('SET', 'maxmemory', '0')
  expect(await outcomeOf(run.gateway.url, first)).toMatchObject({ status: 'completed' })
  await acceptedAgain(run)
  expect((await run.verify()).failed).toBe(0)
  expect(worker.child.exitCode).toBeNull()
  redis.disconnect()
})
