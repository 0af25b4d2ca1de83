import { setTimeout as delay } from 'node:timers/promises'
import { openLoop } from '../../tools/load/open-loop.ts'
import type { Phase } from './arrivals.ts'
import { type Figures, waitsOf } from './figures.ts'

type Ended = { createdAt: string; finishedAt?: string }

/**
 * Sends `burst` to the Registrar at `url` and waits until all of it has ended. The times are Registrar's own: when it
 * accepted each one, and when its hash was done.
 * @throws Error when one was not accepted
 */
export async function realBurst(
  url: string,
  { rate, seconds }: Phase,
): Promise<Pick<Figures, 'wait' | 'drainedAfterMs'>> {
  const paths: string[] = []
  const send = async (n: number) => {
    const response = await fetch(`${url}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: `burst-${n}`, password: 'correct horse battery staple' }),
    })
    if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`)
    paths.push(response.headers.get('location')!)
  }
  const { failed } = await openLoop({ rate, seconds, send })
  if (failed > 0) throw new Error(`${failed} were not accepted`)

  const ended: { at: number; endedAt: number }[] = []
  // One after the other: whoever waits for the oldest asks next to nothing of the machine that is being measured.
  for (const path of paths) ended.push(await untilEnded(url + path))
  const first = Math.min(...ended.map(({ at }) => at))
  const last = Math.max(...ended.map(({ endedAt }) => endedAt))
  return { wait: waitsOf(ended.map(({ at, endedAt }) => endedAt - at)), drainedAfterMs: last - first }
}

async function untilEnded(url: string): Promise<{ at: number; endedAt: number }> {
  for (;;) {
    const { createdAt, finishedAt } = (await (await fetch(`${url}?wait=30`)).json()) as Ended
    if (finishedAt) return { at: Date.parse(createdAt), endedAt: Date.parse(finishedAt) }
    await delay(10) // its gateway may be leaving
  }
}
