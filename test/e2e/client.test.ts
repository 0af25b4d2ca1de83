import { describe, expect, it } from 'vitest'
import { createRegistrar, type Registration } from '../../packages/client/src/create-registrar.ts'
import { PASSWORD } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { startWorker } from '../support/processes/service-process.ts'
import { sqliteStore } from '../support/stores/test-store.ts'

describe('the client and a gateway', () => {
  it('agree on every outcome: completed once, rejected for the second, and the first again for the same key', async () => {
    await using store = await sqliteStore()
    await using system = await startRegistrar({ store })
    const registrar = createRegistrar({ url: system.gateway.url })
    const idempotencyKey = 'kept-"before"-the-call'

    const first = await registrar.register({ username: 'Ada', password: PASSWORD }, { idempotencyKey })
    const ended = await first.outcome()
    expect(ended).toMatchObject({ status: 'completed', jobId: first.jobId })

    const again = await registrar.register({ username: 'Ada', password: PASSWORD }, { idempotencyKey })
    expect(await registrar.registration(again.jobId).outcome()).toEqual(ended)

    const second = await registrar.register({ username: 'ada', password: PASSWORD })
    expect(await second.outcome()).toMatchObject({ status: 'rejected', reason: 'username_taken' })
    expect(await store.rows()).toHaveLength(1)
  })

  it('agree on every change, from the queue to the outcome', async () => {
    await using store = await sqliteStore()
    await using system = await startRegistrar({ store, workers: 0 })
    const registrar = createRegistrar({ url: system.gateway.url })
    const registration = await registrar.register({ username: freshName(), password: PASSWORD })

    await using started = new AsyncDisposableStack()
    const states: Registration['status'][] = []
    for await (const { status } of registration.events()) {
      states.push(status)
      if (status === 'queued') started.use(await startWorker(system.variables))
    }
    expect(states[0]).toBe('queued')
    expect(states.at(-1)).toBe('completed')
    expect(new Set(states).size).toBe(states.length)
  })

  it('agree on refusals: every fault of every field, a key that is used again, an id that is unknown', async () => {
    await using store = await sqliteStore()
    await using system = await startRegistrar({ store, workers: 0 })
    const registrar = createRegistrar({ url: system.gateway.url })
    const idempotencyKey = 'used-twice'
    await registrar.register({ username: freshName(), password: PASSWORD }, { idempotencyKey })

    await expect(registrar.register({ username: 'a', password: 'lamp & zebra' })).rejects.toMatchObject({
      status: 422,
      code: 'invalid_registration',
      errors: [
        { pointer: '#/username', code: 'too_short' },
        { pointer: '#/password', code: 'too_short' },
      ],
    })
    await expect(
      registrar.register({ username: freshName(), password: PASSWORD }, { idempotencyKey }),
    ).rejects.toMatchObject({ status: 422, code: 'idempotency_key_reused', requestId: expect.any(String) })
    await expect(registrar.registration(crypto.randomUUID()).outcome()).rejects.toMatchObject({ code: 'not_found' })
  })

  it('agree on a limit: the client comes back when the gateway says so', async () => {
    await using store = await sqliteStore()
    await using system = await startRegistrar({ store, workers: 0, variables: { RATE_LIMIT_PER_MINUTE: '1' } })
    const { url } = system.gateway
    await createRegistrar({ url }).register({ username: freshName(), password: PASSWORD })
    const refused = createRegistrar({ url, timeoutMs: 0 }).register({ username: freshName(), password: PASSWORD })
    await expect(refused).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: expect.any(Number) })
  })
})
