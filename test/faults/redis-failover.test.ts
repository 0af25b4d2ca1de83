import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { freePort } from '../../tools/redis/own-redis.ts'
import { eventually } from '../support/eventually.ts'
import { unwatchedFetch } from '../support/http/watch-fetch.ts'
import { startRedisPair } from '../support/redis/redis-pair.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import type { TestStore } from '../support/stores/test-store.ts'
import { type FaultRun, startFaultRun } from './fault-run.ts'
import { startLoad } from './steady-load.ts'

const { create } = storeEngines[0]!

/** What docs/operations.md promises once there is a primary again. */
const BACK_TO_WORK_MS = 10_000
/** Of one gateway and one worker: each has one for commands, and one to wait for what happens. */
const CONNECTIONS = 4
const DEMOTED = /is a replica and takes no writes/

function connectTo(url: string) {
  const redis = new Redis(url)
  return { redis, [Symbol.dispose]: () => redis.disconnect() }
}

/** Two workers, the second with a health port, a gateway, and people who sign up. */
async function underLoad(run: FaultRun) {
  const healthPort = await freePort()
  const workers = [await run.addWorker(), await run.addWorker({ HEALTH_PORT: `${healthPort}` })]
  const load = startLoad({ url: () => run.gateway.url, ledger: run.ledger })
  await eventually('it runs', () => run.ledger.seen.size >= 5)
  const readiness = (url: string) => async () => (await unwatchedFetch(`${url}/readyz`)).status
  return {
    load,
    processes: [run.gateway, ...workers],
    gatewayReadiness: readiness(run.gateway.url),
    workerReadiness: readiness(`http://127.0.0.1:${healthPort}`),
  }
}

/** Resolves when one more has been accepted and one more user made, each within the promised time. */
async function worksAgain(run: FaultRun, store: TestStore) {
  const [accepted, users] = [run.ledger.accepted.size, (await store.rows()).length]
  const startedAt = performance.now()
  await eventually('it accepts again', () => run.ledger.accepted.size > accepted)
  await eventually('it works again', async () => (await store.rows()).length > users)
  expect(performance.now() - startedAt).toBeLessThan(BACK_TO_WORK_MS)
}

describe('Redis demoted where it is, all connections kept', () => {
  it.each([
    ['serves what it has', 'yes'],
    ['serves nothing', 'no'],
  ])(
    'a replica that %s: 503 and not ready meanwhile, said once, and everything goes on after its promotion',
    async (_what, serveStaleData) => {
      await using store = await create()
      await using run = await startFaultRun(store)
      const { load, processes, gatewayReadiness, workerReadiness } = await underLoad(run)
      using operator = connectTo(run.redis.url)
      const { redis } = operator
      await redis.config('SET', 'replica-serve-stale-data', serveStaleData)

      await redis.replicaof('127.0.0.1', await freePort()) // nobody is there
      await eventually('the gateway is not ready', async () => (await gatewayReadiness()) === 503)
      await eventually('the worker is not ready', async () => (await workerReadiness()) === 503)
      const refusedBefore = run.ledger.refused.get('queue_unavailable') ?? 0
      await eventually('it refuses', () => (run.ledger.refused.get('queue_unavailable') ?? 0) > refusedBefore)
      const said = (output: string) => output.split('\n').filter((line) => DEMOTED.test(line)).length
      await eventually('each process has said it', () => processes.every(({ output }) => said(output()) > 0))
      await redis.replicaof('NO', 'ONE')
      await worksAgain(run, store)
      await eventually('the gateway is ready', async () => (await gatewayReadiness()) === 200)
      await eventually('the worker is ready', async () => (await workerReadiness()) === 200)

      await load.stop()
      expect((await run.verify()).failed).toBe(0)
      expect(processes.map(({ output }) => said(output()))).toEqual([1, 1, 1])
      expect(processes.map(({ child }) => child.exitCode)).toEqual([null, null, null])
    },
  )
})

describe('Redis failed over to another server behind the same address, all connections kept', () => {
  it('under load, three times: works again within 10 s each time, and nothing accepted is lost', async () => {
    await using store = await create()
    await using redis = await startRedisPair()
    await using run = await startFaultRun(store, {}, redis)
    const { load, processes } = await underLoad(run)
    for (let n = 0; n < 3; n++) {
      await redis.failOver()
      await worksAgain(run, store)
    }
    await load.stop()
    expect((await run.verify()).failed).toBe(0)
    expect(processes.map(({ child }) => child.exitCode)).toEqual([null, null, null])
  })

  it('while nobody signs up: it is noticed all the same, and the next registration is accepted and announced', async () => {
    await using store = await create()
    await using redis = await startRedisPair()
    await using run = await startFaultRun(store, {}, redis)
    await run.addWorker()
    await run.untilGone(await run.register('before'))
    await redis.failOver()
    await eventually('each process is connected to the new primary', async () => {
      using operator = connectTo(redis.url)
      const clients = (await operator.redis.client('LIST')) as string
      const ours = clients.split('\n').filter((line) => /flags=[NPb]/.test(line) && !/cmd=client/.test(line))
      return ours.length === CONNECTIONS
    })
    const jobId = await run.register('after')
    const answer = await fetch(`${run.gateway.url}/register/${jobId}?wait=30`)
    expect(await answer.json()).toMatchObject({ status: 'completed' })
    expect((await run.verify()).failed).toBe(0)
  })
})
