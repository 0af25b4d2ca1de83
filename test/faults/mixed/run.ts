import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { eventually } from '../../support/eventually.ts'
import { freshName } from '../../support/names.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import { startLogins, untilLoggedIn } from '../logins.ts'
import { untilAllEnded, untilDone, type Verdict, verifyPromise } from '../promise.ts'
import { signUp, startLoad } from '../steady-load.ts'
import { verifyEvents } from './events.ts'
import { type Draw, FAULTS } from './faults.ts'
import type { System } from './system.ts'

/** One fault that was done, and what became of the system. */
export type Incident = {
  fault: string
  draw: Draw
  /** How long after it a new registration was accepted. */
  acceptingMs: number
  /**
   * How long after it everything was as before: everything accepted until then had ended, what a dead worker had in
   * flight included, a new registration had been completed, and a login verified.
   */
  recoveryMs: number
  verdict: Verdict
  events: number
  logins: Ledger['logins']
}

/** The schedule that `seed` stands for: the same seed, the same faults in the same order. */
export function scheduleOf(seed: number, faults: string[], length: number): { fault: string; draw: Draw }[] {
  const incident = fc.record({
    fault: fc.constantFrom(...faults),
    draw: fc.record({ seconds: fc.integer({ min: 1, max: 8 }), pick: fc.nat(1_000) }),
  })
  return fc.sample(incident, { seed, numRuns: length })
}

/**
 * Does the faults of `schedule` one after the other, under load, and checks the whole promise after each.
 * @throws Error when the promise is broken
 */
export async function* suffer(
  system: System,
  schedule: { fault: string; draw: Draw }[],
  perSecond: number,
): AsyncGenerator<Incident> {
  const ledger = createLedger()
  const url = () => system.gateways[Math.floor(Math.random() * system.gateways.length)]!.url
  for (const { fault, draw } of schedule) {
    const load = startLoad({ url, ledger, perSecond })
    const logins = startLogins(system.directory, ledger)
    await delay(500 + draw.pick)
    await FAULTS[fault]!(system, draw)
    const overAt = performance.now()
    const acceptedBefore = [...ledger.accepted.keys()]
    const acceptingMs = (await untilRegistered(system)) - overAt
    await untilDone(system.redis.url, acceptedBefore)
    await untilLoggedIn(system.directory, ledger)
    const recoveryMs = performance.now() - overAt
    await Promise.all([load.stop(), logins.stop()])
    await untilAllEnded(system.redis.url, ledger.accepted.keys())
    const folders = [system.redis.folder, system.store.settings.DATA_DIR]
    const verdict = await verifyPromise({
      ledger,
      redisUrl: system.redis.url,
      store: system.store,
      folders,
      logs: system.logs(),
    })
    const events = await verifyEvents(system, ledger)
    yield { fault, draw, acceptingMs, recoveryMs, verdict, events, logins: { ...ledger.logins } }
  }
}

/**
 * Signs up, trying again as a client does, until that is accepted and completed. Under a new name each time: an attempt
 * that got a 503 may have been accepted all the same, and would then have its own name. Returns when it was accepted, as
 * `performance.now()` has it.
 */
async function untilRegistered({ gateways, store }: System): Promise<number> {
  let attempt = 0
  const jobId = await eventually('a new registration is accepted', async () => {
    const ledger = createLedger()
    await signUp(gateways[attempt++ % gateways.length]!.url, ledger, freshName())
    return [...ledger.accepted.keys()][0]
  })
  const acceptedAt = performance.now()
  await eventually('it is completed', async () => (await store.rows()).some((row) => row.jobId === jobId))
  return acceptedAt
}
