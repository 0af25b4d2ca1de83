import { expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { jobIdOf, outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { startGateway, startInstrumentedGateway } from '../support/processes/service-process.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { startFaultRun } from './fault-run.ts'
import { startLoad } from './steady-load.ts'

const { create } = storeEngines[0]!

it('a gateway killed between adding the job and answering: the job ends, and a retry with its key finds it', async () => {
  await using store = await create()
  await using run = await startFaultRun(store)
  const worker = await run.addWorker()
  const victim = await run.addGateway(startInstrumentedGateway, { STOP_AT: 'job added' })
  const body = { username: 'ada', password: PASSWORD }
  const headers = { 'idempotency-key': '"the-same-key"' }
  const unanswered = register(victim.url, body, headers).catch((error: Error) => error)
  await victim.reached
  victim.child.kill('SIGKILL')
  expect(await unanswered).toBeInstanceOf(Error)

  const [row] = await eventually('the user is stored all the same', async () => {
    const rows = await store.rows().catch(() => [])
    return rows.length > 0 && rows
  })
  const retry = await register(run.gateway.url, body, headers)
  const jobId = await jobIdOf(retry)
  expect(retry.status).toBe(202)
  expect(jobId).toBe(row!.jobId)
  run.ledger.accepted.set(jobId, body)
  expect(await outcomeOf(run.gateway.url, jobId)).toMatchObject({ status: 'completed', userId: row!._id })
  await run.untilGone(jobId)
  expect(worker.hashes()).toBe(1) // the retry found it, and did not do it again
  expect(await run.verify()).toEqual({ accepted: 1, completed: 1, rejected: 0, failed: 0 })
})

it('a gateway killed before it has added the job has promised nothing', async () => {
  await using store = await create()
  await using run = await startFaultRun(store)
  await run.addWorker()
  const victim = await run.addGateway(startInstrumentedGateway, { STOP_AT: 'job to be added' })
  const answer = register(victim.url, { username: 'ada', password: PASSWORD }).catch((error: Error) => error)
  await victim.reached
  victim.child.kill('SIGKILL')
  expect(await answer).toBeInstanceOf(Error)
  await run.untilGone(await run.register('ADA'))
  expect(await run.verify()).toEqual({ accepted: 1, completed: 1, rejected: 0, failed: 0 })
})

it('a gateway killed under load: what it has accepted ends, and what it has not makes no half of a user', async () => {
  await using store = await create()
  await using run = await startFaultRun(store)
  await run.addWorker()
  const victim = await run.addGateway(startGateway)
  const load = startLoad({ url: () => victim.url, ledger: run.ledger })
  await eventually('it has accepted some', () => run.ledger.accepted.size >= 10)
  victim.child.kill('SIGKILL')
  await victim.exited
  await load.stop()
  const { accepted, completed, rejected } = await run.verify()
  expect(completed + rejected).toBe(accepted)
})
