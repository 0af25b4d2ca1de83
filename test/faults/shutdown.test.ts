import { DatabaseSync } from 'node:sqlite'
import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { readRegistration } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import type { ServiceProcess } from '../support/processes/service-process.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { startFaultRun } from './fault-run.ts'

const { create } = storeEngines[0]!

/** For those that cannot finish, who leave a second before it is over. */
const SHORT = { DRAIN_SECONDS: '5' }

/** For those that finish. On a busy machine a worker of low priority may need several seconds for a few hashes. */
const LONG = { DRAIN_SECONDS: '30' }

const DIED = 'the worker of this job died or hung'

/** SIGTERM; it must exit with 0, which it does before its own deadline only: after that it exits with 1. */
async function exitsInTime(service: ServiceProcess, meanwhile = () => {}) {
  service.child.kill('SIGTERM')
  await eventually('it shuts down', () => service.output().includes('shutting down'))
  meanwhile()
  expect(await service.exited).toBe(0)
}

/** How many registrations have been read from this Redis so far. */
async function readsOf(redisUrl: string): Promise<number> {
  const redis = new Redis(redisUrl)
  const stats = await redis.info('commandstats').finally(() => redis.disconnect())
  return Number(/cmdstat_hmget:calls=(\d+)/.exec(stats)?.[1] ?? 0)
}

describe('SIGTERM', () => {
  it('to a worker with jobs in flight: they are finished before it exits, and none is found stalled later', async () => {
    await using store = await create()
    await using run = await startFaultRun(store, LONG)
    const worker = await run.addWorker({ HOLD_AT: 'hash done' })
    const inFlight = await Promise.all(['ada', 'grace', 'joan'].map((name) => run.register(name)))
    const statusOf = async (jobId: string) => (await readRegistration(run.gateway.url, jobId)).status
    await eventually('it has three in flight', async () =>
      (await Promise.all(inFlight.map(statusOf))).every((status) => status === 'processing'),
    )
    const waiting = await run.register('hedy')
    await worker.reached
    await exitsInTime(worker, worker.goOn)
    for (const jobId of inFlight)
      expect(await readRegistration(run.gateway.url, jobId)).toMatchObject({ status: 'completed' })
    expect(await readRegistration(run.gateway.url, waiting)).toMatchObject({ status: 'queued' })
    await run.addWorker()
    await run.untilGone(waiting)
    expect(run.logs()).not.toContain(DIED)
    expect(await run.verify()).toMatchObject({ completed: 4 })
  })

  it('to a worker whose store is unavailable: its job is given back at once, not when its lock expires', async () => {
    await using store = await create()
    await using run = await startFaultRun(store, SHORT)
    const worker = await run.addWorker()
    using lock = new DatabaseSync(`${store.settings.DATA_DIR}/registrar.db`, { timeout: 10_000 })
    lock.exec('BEGIN IMMEDIATE')
    const jobId = await run.register('ada')
    await eventually('it has taken the job', () => run.logs().includes('the user store is unavailable'))
    await exitsInTime(worker)
    lock.exec('ROLLBACK')
    await run.addWorker()
    await run.untilGone(jobId)
    expect(run.logs()).not.toContain(DIED)
    expect(await run.verify()).toMatchObject({ completed: 1 })
  })

  it('to a worker that cannot finish in time: its jobs are given back at once, not when their locks expire', async () => {
    await using store = await create()
    await using run = await startFaultRun(store, SHORT)
    const worker = await run.addWorker({ HOLD_AT: 'hash done' })
    const jobIds = await Promise.all(['ada', 'grace', 'joan'].map((name) => run.register(name)))
    await worker.reached
    await exitsInTime(worker)
    await run.addWorker()
    for (const jobId of jobIds) await run.untilGone(jobId)
    expect(run.logs()).not.toContain(DIED)
    expect(await run.verify()).toMatchObject({ completed: 3 })
  })

  it('to a gateway with waiting long polls: they are answered with the current status', async () => {
    await using store = await create()
    await using run = await startFaultRun(store, SHORT)
    const jobId = await run.register('ada')
    const polls = Array.from({ length: 50 }, () => fetch(`${run.gateway.url}/register/${jobId}?wait=30`))
    await eventually('they wait', async () => (await readsOf(run.redis.url)) >= 50)
    await exitsInTime(run.gateway)
    for (const poll of polls) expect(await (await poll).json()).toMatchObject({ jobId, status: 'queued' })
  })

  it.each(['killed', 'frozen'])('while Redis is %s: gateway and workers exit in time all the same', async (how) => {
    await using store = await create()
    await using run = await startFaultRun(store, SHORT)
    const busy = await run.addWorker({ LINGER_AT: 'hash done', LINGER_MS: '2500' })
    const jobId = await run.register('ada')
    await busy.reached
    const idle = await run.addWorker()
    if (how === 'killed') await run.redis.kill()
    else run.redis.signal('SIGSTOP')
    await Promise.all([run.gateway, idle, busy].map((service) => exitsInTime(service)))
    if (how === 'killed') await run.redis.restart()
    else run.redis.signal('SIGCONT')
    await run.addWorker()
    await run.untilGone(jobId)
    expect(await run.verify()).toMatchObject({ completed: 1, failed: 0 })
  })

  it('to everything at once, under load: all exit with 0, and the next start finishes the rest', async () => {
    await using store = await create()
    await using run = await startFaultRun(store, LONG)
    const workers = [await run.addWorker(), await run.addWorker()]
    const jobIds = await Promise.all(Array.from({ length: 40 }, () => run.register(freshName())))
    await Promise.all([...workers, run.gateway].map((service) => exitsInTime(service)))
    await run.addWorker()
    for (const jobId of jobIds) await run.untilGone(jobId)
    expect(run.logs()).not.toContain(DIED)
    expect(await run.verify()).toMatchObject({ completed: 40 })
  })
})
