import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { outcomeOf } from '../support/http/client.ts'
import { measuredRegistrar } from '../support/processes/measured-registrar.ts'

describe('the metrics of the queue', () => {
  const measured = measuredRegistrar()

  it('have the queue as Redis has it, and how old its oldest registration is', async () => {
    // An outcome is written before its job ends.
    await eventually(
      'the jobs of before have ended',
      async () => (await measured.ofGateway()).sum('registrar_queue_jobs') === 0,
    )
    measured.worker.child.kill('SIGSTOP')
    const jobIds = await Promise.all(Array.from({ length: 9 }, () => measured.signUp()))
    const { sum } = await eventually('the oldest is old', async () => {
      const page = await measured.ofGateway()
      return page.sum('registrar_queue_oldest_waiting_seconds')! > 0.5 ? page : undefined
    })
    const state = (name: string) => sum('registrar_queue_jobs', { state: name })!
    expect(state('waiting') + state('active')).toBe(9)
    expect([state('delayed'), state('failed')]).toEqual([0, 0])
    expect(sum('registrar_backlog_limit')).toBe(100_000)
    measured.worker.child.kill('SIGCONT')
    for (const jobId of jobIds) await outcomeOf(measured.gateway.url, jobId)
    expect((await measured.ofGateway()).sum('registrar_queue_oldest_waiting_seconds')).toBe(0)
  })

  it('have every accepted registration either in the queue or among the outcomes, on each page', async () => {
    const total = 150
    const jobIds: string[] = []
    const sending = (async () => {
      while (jobIds.length < total)
        jobIds.push(...(await Promise.all(Array.from({ length: 10 }, () => measured.signUp()))))
    })()
    const unaccounted: number[] = []
    await eventually('all have ended', async () => {
      const { sum } = await measured.ofGateway()
      const [accepted, ended] = ['registrations_accepted', 'outcomes'].map((name) => sum(`registrar_${name}_total`)!)
      unaccounted.push(accepted! - ended! - sum('registrar_queue_jobs')!)
      return jobIds.length === total && accepted === ended
    })
    await sending
    expect(unaccounted.filter((count) => count > 0)).toEqual([])
  })
})
