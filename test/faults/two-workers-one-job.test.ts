import { describe, expect, it } from 'vitest'
import { outcomeOf } from '../support/http/client.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { startFaultRun } from './fault-run.ts'

describe.concurrent.each(storeEngines)('two workers on one job on $name', ({ create }) => {
  it.each(['hash done', 'user inserted', 'outcome written'])(
    'are harmless when the first is frozen at "%s" until a second has ended the job, and then goes on',
    async (point) => {
      await using store = await create()
      await using run = await startFaultRun(store)
      // It stands at the point, frozen, until its lock has run out; then it writes on as if nothing had happened.
      const frozen = await run.addWorker({ LINGER_AT: point, LINGER_MS: '1000' })
      const jobId = await run.register('ada')
      await frozen.reached
      frozen.child.kill('SIGSTOP')
      await run.addWorker()
      await run.untilGone(jobId)
      const outcome = await outcomeOf(run.gateway.url, jobId)
      const rival = await run.register('Ada')
      expect(await outcomeOf(run.gateway.url, rival)).toMatchObject({ status: 'rejected' })

      frozen.child.kill('SIGCONT')
      const next = await run.register('grace') // it is alive and works on
      await run.untilGone(next)
      frozen.child.kill('SIGTERM')
      expect(await frozen.exited).toBe(0) // it has finished whatever it had in hand
      expect(await outcomeOf(run.gateway.url, jobId)).toEqual(outcome)
      expect(outcome).toMatchObject({ status: 'completed' })
      expect(await run.verify()).toEqual({ accepted: 3, completed: 2, rejected: 1, failed: 0 })
    },
  )
})

it.concurrent('a worker whose event loop stands still for less than half the lock time keeps its job', async () => {
  await using store = await storeEngines[0]!.create()
  await using run = await startFaultRun(store)
  const busy = await run.addWorker({ LINGER_AT: 'hash done', LINGER_MS: '2000', LINGER_BLOCKING: 'yes' })
  const jobId = await run.register('ada')
  const idle = await run.addWorker()
  await run.untilGone(jobId)
  expect([busy.hashes(), idle.hashes()]).toEqual([1, 0])
  expect(run.logs()).not.toContain('the worker of this job died or hung')
  expect(await run.verify()).toMatchObject({ completed: 1 })
})
