import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { freshName } from '../support/names.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import type { TestStore } from '../support/stores/test-store.ts'
import { canBeLate, lateDisk } from '../support/trouble/late-disk.ts'
import { type FaultRun, startFaultRun } from './fault-run.ts'
import { signUp, startLoad } from './steady-load.ts'

const { create } = storeEngines[0]!

/** Runs `fault` under load; afterwards everything works again, and the promise holds. */
async function underLoad(fault: (run: FaultRun, store: TestStore) => Promise<void>) {
  await using store = await create()
  await using run = await startFaultRun(store)
  await Promise.all([run.addWorker(), run.addWorker()])
  const load = startLoad({ url: () => run.gateway.url, ledger: run.ledger })
  await eventually('it runs', () => run.ledger.seen.size >= 5)
  await fault(run, store)
  await acceptsAgain(run)
  await completesAgain(run)
  await load.stop()
  return await run.verify() // awaited here: what `using` closes must stay open until then
}

const acceptsAgain = async (run: FaultRun) => {
  const before = run.ledger.accepted.size
  await eventually('it accepts again', () => run.ledger.accepted.size > before + 3)
}
const completesAgain = async (run: FaultRun) => {
  const jobId = await run.register(freshName())
  await run.untilGone(jobId)
}

describe('Redis', () => {
  it('killed while it writes and started again on its file: nothing accepted is lost, all come back by themselves', async () => {
    const verdict = await underLoad(async (run) => {
      for (let crash = 0; crash < 3; crash++) {
        await run.redis.kill()
        const refusedBefore = run.ledger.refused.get('queue_unavailable') ?? 0
        await eventually('503 meanwhile', () => (run.ledger.refused.get('queue_unavailable') ?? 0) > refusedBefore)
        await run.redis.restart()
        await acceptsAgain(run)
        await completesAgain(run)
      }
    })
    expect(verdict.failed).toBe(0)
  })

  it('frozen for 5 s: no request hangs, and everything goes on by itself', async () => {
    const verdict = await underLoad(async (run) => {
      run.redis.signal('SIGSTOP')
      const startedAt = performance.now()
      await signUp(run.gateway.url, run.ledger, freshName())
      expect(run.ledger.refused.get('queue_unavailable')).toBeGreaterThan(0)
      expect(performance.now() - startedAt).toBeLessThan(1_000)
      await delay(5_000) // the fault itself
      run.redis.signal('SIGCONT')
    })
    expect(verdict.failed).toBe(0)
  })

  it.runIf(canBeLate)('killed while its disk is late: nothing accepted is lost', async () => {
    await using store = await create()
    await using run = await startFaultRun(store)
    for (let crash = 0; crash < 3; crash++) {
      {
        await using _late = await lateDisk(run.redis.pid(), 500)
        for (let n = 0; n < 3; n++) await run.register(freshName()) // a Redis that does not wait has one in the file
        await run.redis.kill()
      }
      await run.redis.restart()
      await eventually('it accepts again', () => run.register(freshName()).catch(() => undefined))
    }
    await run.addWorker()
    expect(await run.verify()).toMatchObject({ accepted: 12, completed: 12 })
  })

  // Those that measure no time wait side by side.
  it.concurrent('behind a link that is cut again and again: no double effect, no restart needed', async () => {
    const verdict = await underLoad(async (run) => {
      for (let cut = 0; cut < 10; cut++) {
        run.link.cut()
        await acceptsAgain(run)
      }
    })
    expect(verdict.failed).toBe(0)
  })

  it.concurrent('behind a link that swallows everything for 12 s: no request hangs, and everything goes on by itself', async () => {
    const verdict = await underLoad(async (run) => {
      run.link.freeze()
      await delay(12_000) // the fault itself
      run.link.thaw()
    })
    expect(verdict.failed).toBe(0)
  })

  it.concurrent('behind a link that takes 50 ms each way: slower, and nothing else', async () => {
    const verdict = await underLoad(async (run) => {
      run.link.slow(50)
      await acceptsAgain(run)
      await completesAgain(run)
      run.link.slow(0)
    })
    expect(verdict.failed).toBe(0)
  })
})
