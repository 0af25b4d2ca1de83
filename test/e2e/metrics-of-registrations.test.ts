import { REGISTRATION_PROBLEMS } from '@registrar/shared/contract/registration-problems'
import { describe, expect, it } from 'vitest'
import { jobIdOf, outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { measuredRegistrar } from '../support/processes/measured-registrar.ts'

describe('the metrics of registrations', () => {
  const measured = measuredRegistrar()

  it('begin at 0 for every value of a label that is known', async () => {
    const { sum } = await measured.ofGateway()
    expect(sum('registrar_registrations_accepted_total')).toBe(0)
    for (const code of Object.keys(REGISTRATION_PROBLEMS)) expect(sum('registrar_refusals_total', { code })).toBe(0)
    expect(sum('registrar_outcomes_total')).toBe(0)
    for (const status of ['202', '503'])
      expect(
        sum('http_server_request_duration_seconds_count', {
          http_request_method: 'POST',
          http_route: '/register',
          http_response_status_code: status,
        }),
      ).toBe(0)
    for (const kind of ['long_poll', 'events']) expect(sum('registrar_waiters', { kind })).toBe(0)
    const { sum: sumOfWorker } = await measured.ofWorker()
    for (const [status, reason] of [
      ['completed', ''],
      ['rejected', 'username_taken'],
      ['failed', 'internal_error'],
    ] as const)
      expect(sumOfWorker('registrar_registrations_ended_total', { status, reason })).toBe(0)
    for (const kind of ['stalled_job', 'repeated_delivery', 'given_back', 'store_outage', 'redis_outage'])
      expect(sumOfWorker('registrar_recoveries_total', { kind })).toBe(0)
  })

  it('count each registration once, whatever is sent again', async () => {
    const before = (await measured.ofGateway()).sum('registrar_registrations_accepted_total')!
    const body = { username: freshName(), password: PASSWORD }
    const headers = { 'idempotency-key': '"the-same"' }
    const send = async () => jobIdOf(await register(measured.gateway.url, body, headers))
    const jobIds = await Promise.all(Array.from({ length: 20 }, send))
    await outcomeOf(measured.gateway.url, await send())
    await send()
    expect(new Set(jobIds).size).toBe(1)
    expect((await measured.ofGateway()).sum('registrar_registrations_accepted_total')).toBe(before + 1)
  })

  it('say how registrations ended, and how long that took', async () => {
    const before = await measured.ofWorker()
    const name = freshName()
    await outcomeOf(measured.gateway.url, await measured.signUp(name))
    await outcomeOf(measured.gateway.url, await measured.signUp(name))
    const after = await measured.ofWorker()
    const more = (metric: string, labels?: Record<string, string>) =>
      after.sum(metric, labels)! - before.sum(metric, labels)!
    expect(more('registrar_registrations_ended_total', { status: 'completed', reason: '' })).toBe(1)
    expect(more('registrar_registrations_ended_total', { status: 'rejected', reason: 'username_taken' })).toBe(1)
    for (const histogram of ['registration_wait', 'registration_duration', 'hash_duration'])
      expect(more(`registrar_${histogram}_seconds_count`), histogram).toBe(2)
    const stored = { operation: 'insert_many', result: 'ok' }
    expect(more('registrar_store_operation_duration_seconds_count', stored)).toBe(2)
    expect(after.sum('registrar_store_up')).toBe(1)
    expect(after.sum('registrar_redis_up')).toBe(1)
  })

  it('count every end in Redis, so that the death of the worker that it was loses none', async () => {
    const before = (await measured.ofGateway()).sum('registrar_outcomes_total')!
    const name = freshName()
    await outcomeOf(measured.gateway.url, await measured.signUp(name))
    await outcomeOf(measured.gateway.url, await measured.signUp(name)) // taken
    measured.worker.child.kill('SIGKILL')
    expect((await measured.ofGateway()).sum('registrar_outcomes_total')).toBe(before + 2)
  })
})
