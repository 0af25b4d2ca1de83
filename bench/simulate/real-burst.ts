import { randomBytes } from 'node:crypto'
import { type AcceptedRegistration, createRegistrar } from '../../packages/client/src/create-registrar.ts'
import { openLoop } from '../../tools/load/open-loop.ts'
import type { Phase } from './arrivals.ts'

/** One registration of a real Registrar, by its own clock in ms: when it was accepted, and when its outcome was decided. */
export type Seen = { acceptedAt: number; endedAt: number }

/**
 * Sends `burst` to the Registrar at `url` and waits until all of it has ended.
 * @throws Error when one was not accepted
 */
export async function realBurst(url: string, { rate, seconds }: Phase): Promise<Seen[]> {
  const registrar = createRegistrar({ url, retries: 0 })
  const registrations: AcceptedRegistration[] = []
  const run = randomBytes(4).toString('hex')
  const send = async (n: number) => {
    const signUp = { username: `burst-${run}-${n}`, password: 'correct horse battery staple' }
    registrations.push(await registrar.register(signUp))
  }
  const { failed } = await openLoop({ rate, seconds, send })
  if (failed > 0) throw new Error(`${failed} sign-ups were not accepted`)

  const seen: Seen[] = []
  // One after the other: a single long poll on the oldest costs the measured machine next to nothing.
  for (const registration of registrations) {
    const { createdAt, finishedAt } = await registration.outcome()
    seen.push({ acceptedAt: Date.parse(createdAt), endedAt: Date.parse(finishedAt) })
  }
  return seen
}

/**
 * How long one registration occupies a worker in total, in ms: from the second half of a burst, when nothing arrives any
 * longer and every worker is busy.
 */
export function workMsOf(seen: Seen[], workers: number): number {
  const ends = seen.map(({ endedAt }) => endedAt).sort((a, b) => a - b)
  const half = ends.slice(Math.floor(ends.length / 2))
  return ((half.at(-1)! - half[0]!) * workers) / (half.length - 1)
}
