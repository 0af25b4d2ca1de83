import { expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { outcomeOf, readRegistration } from '../support/http/client.ts'
import type { ServiceProcess } from '../support/processes/service-process.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { type FaultRun, startFaultRun } from './fault-run.ts'
import { retry } from './retry-command.ts'
import { startLoad } from './steady-load.ts'

const { create } = storeEngines[0]!

/** Starts a worker again each time it dies, `times` at the most, as a supervisor does. */
async function keepStarting(run: FaultRun, times: number, variables: Record<string, string> = {}) {
  for (let n = 0; n < times; n++) {
    const worker: ServiceProcess = await run.addWorker(variables)
    if ((await worker.exited) !== 'SIGKILL') throw new Error(worker.output())
  }
}

it.concurrent('a job that kills its worker three times is failed, kept for an operator, and the others go on', async () => {
  await using store = await create()
  await using run = await startFaultRun(store)
  const poison = await run.register('poison', 'crash this worker please')
  await keepStarting(run, 3)
  await run.addWorker()
  const others = await Promise.all(['ada', 'grace'].map((name) => run.register(name)))
  for (const jobId of others) expect(await outcomeOf(run.gateway.url, jobId)).toMatchObject({ status: 'completed' })
  expect(await outcomeOf(run.gateway.url, poison)).toMatchObject({ status: 'failed', reason: 'internal_error' })
  expect(await run.verify()).toEqual({ accepted: 3, completed: 2, rejected: 0, failed: 1 })
  await eventually('the log says why', () => run.logs().includes('crashed_its_workers'))
})

it.concurrent('a job that kills its worker three times takes others with it the first time only', async () => {
  await using store = await create()
  await using run = await startFaultRun(store)
  const poison = await run.register('poison', 'crash this worker please')
  // So slow that each worker has as many in flight as it may have, whenever it dies.
  const slow = { LINGER_AT: 'hash done', LINGER_MS: '1000' }
  const load = startLoad({ url: () => run.gateway.url, ledger: run.ledger, perSecond: 4 })
  await eventually('others wait, too', () => run.ledger.accepted.size > 4)
  await keepStarting(run, 3, slow)
  await load.stop()
  await run.addWorker()
  expect((await run.verify()).failed).toBe(1)

  const lost = run.logs().matchAll(/"jobId":"([^"]+)","msg":"the worker of this job died or hung/g)
  const crashes = Map.groupBy(lost, ([, jobId]) => jobId!)
  expect(crashes.get(poison)).toHaveLength(3)
  crashes.delete(poison)
  expect(crashes.size).toBe(2) // those in flight beside it at the first crash
  expect([...crashes.values()].flat()).toHaveLength(2)
})

it.concurrent('a job whose workers die three times after the insert is completed: the store knows', async () => {
  await using store = await create()
  await using run = await startFaultRun(store)
  const jobId = await run.register('unlucky')
  await keepStarting(run, 3, { DIE_AT: 'user inserted' })
  await run.addWorker()
  expect(await outcomeOf(run.gateway.url, jobId)).toMatchObject({ status: 'completed' })
  expect(await run.verify()).toEqual({ accepted: 1, completed: 1, rejected: 0, failed: 0 })
})

it.concurrent('a job that killed its workers gets a new chance from `npm run retry`', async () => {
  await using store = await create()
  await using run = await startFaultRun(store)
  const jobId = await run.register('unlucky')
  await keepStarting(run, 3, { DIE_AT: 'hash done' })
  await run.addWorker()
  expect(await outcomeOf(run.gateway.url, jobId)).toMatchObject({ status: 'failed' })
  expect(await retry(run, [jobId])).toMatch(/1 returned to the queue/)
  expect(await outcomeOf(run.gateway.url, jobId)).toMatchObject({ status: 'completed' })
  expect(await run.verify()).toMatchObject({ completed: 1 })
})

it.concurrent('a failed registration is put back by `npm run retry`, and then ends like any other', async () => {
  await using store = await create()
  await using run = await startFaultRun(store)
  const [first, second] = [await run.register('first'), await run.register('second')]
  const withoutKey = await run.addWorker({ SEALING_PRIVATE_KEY_FILES: await run.strangeKey() })
  for (const jobId of [first, second])
    expect(await outcomeOf(run.gateway.url, jobId)).toMatchObject({ status: 'failed', reason: 'internal_error' })
  withoutKey.child.kill('SIGTERM')
  await withoutKey.exited

  expect(await retry(run, [])).toMatch(new RegExp(`${first}.*seal_unknown_key`))
  expect(await retry(run, [first])).toMatch(/1 returned to the queue/)
  expect(await readRegistration(run.gateway.url, first)).toMatchObject({ status: 'queued' })
  expect(await readRegistration(run.gateway.url, second)).toMatchObject({ status: 'failed' })
  expect(await retry(run, ['--all', '--yes'])).toMatch(/1 returned to the queue/)
  expect(await retry(run, ['00000000-0000-4000-8000-000000000000'], 1)).toMatch(/no failed registration/)

  await run.addWorker()
  for (const jobId of [first, second])
    expect(await outcomeOf(run.gateway.url, jobId)).toMatchObject({ status: 'completed' })
  await eventually('nothing is left of them', async () => /Nothing has failed/.test(await retry(run, [])))
  expect(await run.verify()).toEqual({ accepted: 2, completed: 2, rejected: 0, failed: 0 })
})
