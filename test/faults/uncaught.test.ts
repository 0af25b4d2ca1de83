import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { outcomeOf } from '../support/http/client.ts'
import type { ServiceProcess } from '../support/processes/service-process.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { logLines } from '../support/strict-json.ts'
import { startFaultRun } from './fault-run.ts'

/** That `service` has logged one error with its kind and its place, and none of the lines of its message. */
async function expectReport(service: ServiceProcess, level: number) {
  const report = await eventually('it is logged', () =>
    logLines(service.output()).find(({ fault }) => fault === 'TypeError'),
  )
  expect(report.level).toBe(level)
  expect(JSON.stringify(report)).toContain('points.ts') // where it happened
  expect(service.output()).not.toContain('secret-in-a-message')
}

describe('an error that nobody catches', () => {
  it.each(['THROW_AT', 'REJECT_AT'])(
    '(%s) is logged without any line of its message, the jobs in flight are finished, and the process exits with 1',
    async (how) => {
      await using store = await storeEngines[0]!.create()
      await using run = await startFaultRun(store)
      const worker = await run.addWorker({ [how]: 'job taken' })
      const jobId = await run.register('ada')
      expect(await worker.exited).toBe(1)
      await expectReport(worker, 60)
      await run.untilGone(jobId)
      expect(await run.verify()).toMatchObject({ completed: 1 })
    },
  )
})

it('an error that nobody foresaw in a job is logged without any line of its message, and the registration fails', async () => {
  await using store = await storeEngines[0]!.create()
  await using run = await startFaultRun(store)
  const worker = await run.addWorker({ FAIL_AT: 'hash done' })
  const jobId = await run.register('ada')
  expect(await outcomeOf(run.gateway.url, jobId)).toMatchObject({ status: 'failed', reason: 'internal_error' })
  await expectReport(worker, 50)
})
