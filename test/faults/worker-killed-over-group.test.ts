import { describe, expect, it } from 'vitest'
import { storeEngines } from '../support/stores/store-engines.ts'
import { startFaultRun } from './fault-run.ts'

/** So many wait that a worker takes several at a time; every second name is given to somebody else in the same line. */
const WAITING = 120

describe.concurrent.each(storeEngines)('a worker killed over a group of registrations on $name', ({ create }) => {
  it.each(['group to be inserted', 'group inserted'])('at "%s": each ends once, as if alone', async (point) => {
    await using store = await create()
    await using run = await startFaultRun(store)
    const jobIds = await Promise.all(
      Array.from({ length: WAITING }, (_, n) => run.register(`name-${Math.floor(n / 2)}`)),
    )
    const victim = await run.addWorker({ STOP_AT: point })
    await victim.reached
    victim.child.kill('SIGKILL')
    await run.addWorker()
    for (const jobId of jobIds) await run.untilGone(jobId)
    expect(await run.verify()).toMatchObject({ completed: WAITING / 2, rejected: WAITING / 2, failed: 0 })
  })
})
