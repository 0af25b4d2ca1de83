import { randomBytes } from 'node:crypto'
import { openLoop } from '../../tools/load/open-loop.ts'
import type { Phase } from './arrivals.ts'

/** One registration of a real Registrar, by its own clock in ms: when it was accepted, and when its outcome was decided. */
export type Seen = { acceptedAt: number; endedAt: number }

/**
 * Sends `burst` to the Registrar at `url` and waits until all of it has ended.
 * @throws Error when one was not accepted
 */
export async function realBurst(url: string, { rate, seconds }: Phase): Promise<Seen[]> {
  const links: string[] = []
  const run = randomBytes(4).toString('hex')
  const send = async (n: number) => {
    const response = await fetch(`${url}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: `burst-${run}-${n}`, password: 'correct horse battery staple' }),
    })
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`)
    links.push(url + response.headers.get('location')!)
  }
  const { failed } = await openLoop({ rate, seconds, send })
  if (failed > 0) throw new Error(`${failed} sign-ups were not accepted`)

  const seen: Seen[] = []
  // One after the other: a single long poll on the oldest costs the measured machine next to nothing.
  for (const link of links) seen.push(await untilEnded(link))
  return seen
}

async function untilEnded(link: string): Promise<Seen> {
  for (;;) {
    const response = await fetch(`${link}?wait=30`)
    const { createdAt, finishedAt } = (await response.json()) as { createdAt: string; finishedAt?: string }
    if (finishedAt) return { acceptedAt: Date.parse(createdAt), endedAt: Date.parse(finishedAt) }
  }
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
