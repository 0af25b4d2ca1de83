import { describe, expect, it } from 'vitest'
import { createRegistrar, type Registrar, RegistrarError } from '../../packages/client/src/create-registrar.ts'
import { CHEAP_HASHES } from '../support/hashes/cheap-hashes.ts'
import { PASSWORD } from '../support/http/client.ts'
import { unwatchedFetch } from '../support/http/watch-fetch.ts'
import { directoryAt, startTestDirectory } from '../support/processes/directory.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { sqliteStore } from '../support/stores/test-store.ts'
import { randomFaults } from '../support/trouble/random-faults.ts'
import { startTcpProxy } from '../support/trouble/tcp-proxy.ts'

/** BAD_LINE_SEED=2 npm test -- bad-line, after a change of the client or of what the gateway answers. */
const SEED = Number(process.env['BAD_LINE_SEED'] ?? 1)
const CALLS = 1_000
const AT_ONCE = 40
const USERS = 50
/** Of one name no more than five may be in flight, and each is hashed while the others wait. */
const LOGINS_AT_ONCE = 10
/** Of all answers. */
const SHARE_OF_FAULTS = 0.2

describe('the client, where answers are cut, delayed, duplicated and garbled at random', () => {
  it(`makes one user of each of 1,000 calls, and each learns its own outcome (seed ${SEED})`, async () => {
    await using store = await sqliteStore()
    await using system = await startRegistrar({ store, workers: 2, variables: CHEAP_HASHES })
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

  it(`verifies 1,000 logins, none of them as somebody else (seed ${SEED})`, async () => {
    await using store = await sqliteStore()
    await using directory = await startTestDirectory(store)
    await using line = await startTcpProxy({ port: Number(new URL(directory.url).port) })
    const faults = randomFaults(SEED, SHARE_OF_FAULTS)
    line.disturb(faults.fault)
    const { verify } = directoryAt(`http://127.0.0.1:${line.port}`, directory.key, { fetch: unwatchedFetch })
    const users = await Promise.all(Array.from({ length: USERS }, (_, n) => directory.addUser(`user-${n}`)))

    let next = 0
    const caller = async () => {
      while (next < CALLS) {
        const n = next++
        const user = n % 4 === 0 ? undefined : users[n % USERS]
        const login = { username: user?.username ?? `nobody-${n}`, password: PASSWORD }
        const answer = await insist(() => verify(login))
        const expected = user ? { verified: true, userId: user.userId, username: user.username } : { verified: false }
        expect(answer).toEqual(expected)
      }
    }
    await Promise.all(Array.from({ length: LOGINS_AT_ONCE }, caller))
    for (const count of Object.values(faults.counts)) expect(count).toBeGreaterThan(0)
  }, 600_000)
})

/** Calls again for as long as no answer comes, as a person does who presses the button again. */
async function insist<T>(call: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof RegistrarError) || error.status !== 0) throw error
    }
}

/** Registers and waits for the end, now by long poll, now by event stream. */
async function userIdOf(registrar: Registrar, username: string): Promise<string> {
  const registration = await registrar.register({ username, password: PASSWORD })
  let end = username.endsWith('7') ? undefined : await registration.outcome()
  if (!end) for await (const state of registration.events()) if (state.status === 'completed') end = state
  if (end?.status !== 'completed') throw new Error(`${username} is ${end?.status}`)
  return end.userId
}
