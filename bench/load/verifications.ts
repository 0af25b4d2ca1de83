// Verifications with the right password: on a schedule, whatever the directory does, or as many as it answers.
import { Pool } from 'undici'
import { openLoop } from '../../tools/load/open-loop.ts'
import { receiveTask, reply } from '../stage/task.ts'

export type VerificationsTask = {
  url: string
  key: string
  /** Taken in turn: of one name no more than five may be in flight. */
  usernames: string[]
  password: string
  seconds: number
} & ({ rate: number } | { connections: number })

/** `p99` in milliseconds, from the moment at which each request was due. */
export type VerificationsResult = { perSecond: number; p99: number }

const { url, key, usernames, password, seconds, ...how } = await receiveTask<VerificationsTask>()
const pool = new Pool(url, { pipelining: 1 })
const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
let next = 0
let refusal = 'no answer'

const send = async () => {
  const body = JSON.stringify({ username: usernames[next++ % usernames.length], password })
  const answer = await pool.request({ method: 'POST', path: '/verify', headers, body })
  const text = await answer.body.text()
  if (text.startsWith('{"verified":true')) return
  refusal = `${answer.statusCode}: ${text}`
  throw new Error(refusal)
}

for (let warm = 0; warm < 10; warm++) await send()
reply(await ('rate' in how ? scheduled(how.rate) : asFastAsAnswered(how.connections)))

async function scheduled(rate: number): Promise<VerificationsResult> {
  const { sent, failed, latencies } = await openLoop({ rate, seconds, send })
  if (failed > 0) throw new Error(`${failed} of ${sent} failed, the last with ${refusal}`)
  return { perSecond: sent / seconds, p99: latencies.percentile(99) / 1_000 }
}

async function asFastAsAnswered(connections: number): Promise<VerificationsResult> {
  const times: number[] = []
  const startedAt = performance.now()
  const one = async () => {
    while (performance.now() - startedAt < seconds * 1_000) {
      const sentAt = performance.now()
      await send()
      times.push(performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: connections }, one))
  const p99 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)]!
  return { perSecond: times.length / ((performance.now() - startedAt) / 1_000), p99 }
}
