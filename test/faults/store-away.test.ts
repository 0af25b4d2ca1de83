import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, inject, it } from 'vitest'
import { freePort } from '../../tools/redis/own-redis.ts'
import { eventually } from '../support/eventually.ts'
import { readRegistration } from '../support/http/client.ts'
import { unwatchedFetch } from '../support/http/watch-fetch.ts'
import { freshName } from '../support/names.ts'
import type { ServiceProcess } from '../support/processes/service-process.ts'
import { startMongo } from '../support/stores/mongo-server.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { mongoStoreAt, type TestStore } from '../support/stores/test-store.ts'
import { startTcpProxy } from '../support/trouble/tcp-proxy.ts'
import { startFaultRun } from './fault-run.ts'
import { startLoad } from './steady-load.ts'

const OUTAGE_MS = Number(process.env['FAULT_OUTAGE_MS'] ?? 8_000)

type Outage = { begin(): Promise<void> | void; end(): Promise<void> | void }

/**
 * Takes the store away under load. Nothing may fail, no hash may be computed twice, the queue goes on accepting, and
 * work resumes by itself.
 */
async function outlasts(store: TestStore, outage: Outage) {
  await using run = await startFaultRun(store)
  const workers = await Promise.all([1, 2].map(() => run.addWorker({ WORKER_CONCURRENCY: '8' })))
  const load = startLoad({ url: () => run.gateway.url, ledger: run.ledger })
  await eventually('it runs', () => run.ledger.seen.size >= 5)

  await outage.begin()
  const acceptedBefore = run.ledger.accepted.size
  const noticed = (worker: ServiceProcess) => worker.output().includes('the user store is unavailable')
  await eventually('each worker has noticed the outage', () => workers.every(noticed))
  const hashesBefore = hashesOf(workers)
  await delay(OUTAGE_MS) // the fault itself
  expect(run.ledger.accepted.size).toBeGreaterThan(acceptedBefore)
  // What a worker had taken before may be on its way to its hash; no further job is hashed.
  expect(hashesOf(workers) - hashesBefore).toBeLessThanOrEqual(workers.length)
  await outage.end()
  await eventually('work resumes', () => run.logs().includes('the user store has recovered'))

  await load.stop()
  const verdict = await run.verify()
  expect(verdict.failed).toBe(0)
  expect(hashesOf(workers)).toBe(verdict.accepted) // one each: none in vain
  const said = run.logs().match(/the user store is unavailable/g)!
  expect(said.length).toBeLessThanOrEqual(workers.length * Math.ceil(1 + OUTAGE_MS / 60_000))
}

const hashesOf = (workers: ServiceProcess[]) => workers.reduce((sum, worker) => sum + worker.hashes(), 0)

describe('the embedded store away', () => {
  it('locked by another process: the registrations wait for it', async () => {
    await using store = await storeEngines[0]!.create()
    let lock: DatabaseSync
    await outlasts(store, {
      begin() {
        lock = new DatabaseSync(`${store.settings.DATA_DIR}/registrar.db`, { timeout: 10_000 })
        lock.exec('BEGIN IMMEDIATE')
      },
      end: () => lock.close(),
    })
  })
})

const mongo = inject('mongo')
const canStart = mongo && mongo.engine.kind !== 'running'

describe.runIf(canStart)('MongoDB away', () => {
  it('stopped by kill -9 and started again: the registrations wait for it', async () => {
    await using server = await startMongo(mongo!.engine)
    await using store = await mongoStoreAt(server.uri(freshName()))
    await outlasts(store, { begin: () => server.kill(), end: () => server.restart() })
  })

  it('frozen: the registrations wait for it', async () => {
    await using server = await startMongo(mongo!.engine)
    await using store = await mongoStoreAt(server.uri(freshName()))
    await outlasts(store, { begin: () => server.signal('SIGSTOP'), end: () => server.signal('SIGCONT') })
  })

  it('refusing connections: the registrations wait for it', async () => {
    await using server = await startMongo(mongo!.engine)
    await using link = await startTcpProxy(server)
    const direct = server.uri(freshName())
    const throughLink = direct.replace(/:\d+\//, `:${link.port}/`).replace(/\?.*/, '?directConnection=true')
    await using store = await mongoStoreAt(direct, throughLink)
    await outlasts(store, { begin: () => link.refuse(), end: () => link.accept() })
  })
})

it('a worker whose store is away says so on its health port, and takes no job', async () => {
  await using store = await storeEngines[0]!.create()
  await using run = await startFaultRun(store)
  const port = await freePort()
  const worker = await run.addWorker({ HEALTH_PORT: `${port}`, WORKER_CONCURRENCY: '3' })
  const readiness = async () => (await unwatchedFetch(`http://127.0.0.1:${port}/readyz`)).status
  await eventually('ready', async () => (await readiness()) === 200)

  using lock = new DatabaseSync(`${store.settings.DATA_DIR}/registrar.db`, { timeout: 10_000 })
  lock.exec('BEGIN IMMEDIATE')
  const jobIds = [await run.register('first')]
  await eventually('not ready', async () => (await readiness()) === 503)
  expect((await unwatchedFetch(`http://127.0.0.1:${port}/livez`)).status).toBe(200)
  jobIds.push(await run.register('second'), await run.register('third'))
  await delay(2_000) // the outage goes on
  const standing = await Promise.all(jobIds.map((jobId) => readRegistration(run.gateway.url, jobId)))
  // The one that the worker was just waiting for may still come to it, and then waits there, not hashed.
  expect(standing.map(({ status }) => status)).toEqual(['processing', expect.any(String), 'queued'])
  expect(worker.hashes()).toBe(1)
  lock.exec('ROLLBACK')
  await eventually('ready again', async () => (await readiness()) === 200)
  for (const jobId of jobIds) await run.untilGone(jobId)
  expect(worker.hashes()).toBe(3)
  expect(await run.verify()).toMatchObject({ completed: 3 })
})
