import { describe, expect, it } from 'vitest'
import { createRegistrar, type Registrar } from '../../packages/client/src/create-registrar.ts'
import { PASSWORD } from '../support/client.ts'
import { unwatchedFetch } from '../support/contract.ts'
import { randomFaults } from '../support/random-faults.ts'
import { startRegistrar } from '../support/registrar.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { sqliteStore } from '../support/test-store.ts'

/** BAD_LINE_SEED=2 npm test -- bad-line, after a change of the client or of what the gateway answers. */
const SEED = Number(process.env['BAD_LINE_SEED'] ?? 1)
const CALLS = 1_000
const AT_ONCE = 40
/** Of all answers. */
const SHARE_OF_FAULTS = 0.2

describe('the client, where answers are cut, delayed, duplicated and garbled at random', () => {
  it(`makes one user of each of 1,000 calls, and each learns its own outcome (seed ${SEED})`, async () => {
    await using store = await sqliteStore()
    await using system = await startRegistrar({ store, workers: 2 })
    await using line = await startTcpProxy({ port: Number(new URL(system.gateway.url).port) })
    const faults = randomFaults(SEED, SHARE_OF_FAULTS)
    line.disturb(faults.fault)
    const registrar = createRegistrar({ url: `http://127.0.0.1:${line.port}`, fetch: unwatchedFetch })

    const learned = new Map<string, string>()
    let next = 0
    const caller = async () => {
      while (next < CALLS) {
        const username = `caller-${next++}`
        learned.set(username, await userIdOf(registrar, username))
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, caller))

    const stored = (await store.rows()).map(({ username, _id }) => [username, _id] as const)
    expect(stored).toHaveLength(CALLS)
    expect(learned).toEqual(new Map(stored))
    for (const count of Object.values(faults.counts)) expect(count).toBeGreaterThan(0)
  }, 600_000)
})

/** Registers and waits for the end, now by long poll, now by event stream. */
async function userIdOf(registrar: Registrar, username: string): Promise<string> {
  const registration = await registrar.register({ username, password: PASSWORD })
  let end = username.endsWith('7') ? undefined : await registration.outcome()
  if (!end) for await (const state of registration.events()) if (state.status === 'completed') end = state
  if (end?.status !== 'completed') throw new Error(`${username} is ${end?.status}`)
  return end.userId
}
