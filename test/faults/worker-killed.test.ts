import { describe, expect, it } from 'vitest'
import { readRegistration } from '../support/http/client.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { startFaultRun } from './fault-run.ts'
import { startLoad } from './steady-load.ts'

/** With the locks that BullMQ has by default. How long it takes with ours, npm run test:faults measures. */
const LOCK_OF_BULLMQ_MS = 30_000

// One after the other: side by side they would slow each other down.
describe.each(storeEngines)('a worker killed on $name', ({ create }) => {
  it.each(['job taken', 'hash done', 'user inserted', 'outcome written'])(
    'at "%s": its job ends once, completed, long before a lock of BullMQ expires, while the others go on',
    async (point) => {
      await using store = await create()
      await using run = await startFaultRun(store)
      const victim = await run.addWorker({ STOP_AT: point })
      const jobId = await run.register('the-victim')
      await victim.reached

      const load = startLoad({ url: () => run.gateway.url, ledger: run.ledger })
      await run.addWorker()
      victim.child.kill('SIGKILL')
      const killedAt = performance.now()
      await run.untilGone(jobId)
      const tookMs = performance.now() - killedAt
      await load.stop()
      const verdict = await run.verify()

      expect(await readRegistration(run.gateway.url, jobId)).toMatchObject({ status: 'completed' })
      expect(tookMs).toBeLessThan(LOCK_OF_BULLMQ_MS)
      expect(verdict.failed).toBe(0)
    },
  )
})
