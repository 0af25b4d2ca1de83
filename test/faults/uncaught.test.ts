import { describe, expect, it } from 'vitest'
import { storeEngines } from '../support/store-engines.ts'
import { startFaultRun } from './fault-run.ts'

describe('a fault that nobody catches', () => {
  it.each(['THROW_AT', 'REJECT_AT'])(
    '(%s) is logged without what it says, the job in hand is finished, and the process leaves with 1',
    async (how) => {
      await using store = await storeEngines[0]!.create()
      await using run = await startFaultRun(store)
      const worker = await run.addWorker({ [how]: 'job taken' })
      const jobId = await run.register('ada')
      expect(await worker.exited).toBe(1)
      const fatal = worker
        .output()
        .split('\n')
        .find((line) => line.includes('"level":60'))
      expect(fatal).toContain('TypeError')
      expect(fatal).toContain('points.ts') // where it happened
      expect(worker.output()).not.toContain('secret-in-a-message')
      await run.untilGone(jobId)
      expect(await run.verify()).toMatchObject({ completed: 1 })
    },
  )
})
