// People who sign up and wait, each by a long poll and by an event stream at once: when both tell them how it ended.
import { Pool } from 'undici'
import { order, tell } from '../stage/order.ts'
import { now } from '../stage/sightings.ts'
import { SIGN_UP_HEADERS, signUpBody } from './sign-up.ts'

export type WaitersOrder = { url: string; atOnce: number; count: number }

/** By the machine's monotonic clock, in milliseconds. */
export type Told = { jobId: string; askedAt: number; longPollAt: number; streamAt: number }

const { url, atOnce, count } = await order<WaitersOrder>()
const pool = new Pool(url, { connections: 3 * atOnce })
const told: Told[] = []

async function signUpAndWait(): Promise<Told> {
  const { body } = await pool.request({
    method: 'POST',
    path: '/register',
    headers: SIGN_UP_HEADERS,
    body: signUpBody(),
  })
  const { jobId } = (await body.json()) as { jobId: string }
  const askedAt = now()
  const [longPollAt, streamAt] = await Promise.all([longPoll(jobId), stream(jobId)])
  return { jobId, askedAt, longPollAt, streamAt }
}

async function longPoll(jobId: string): Promise<number> {
  const { body } = await pool.request({ method: 'GET', path: `/register/${jobId}?wait=30` })
  const { status } = (await body.json()) as { status: string }
  if (status !== 'completed') throw new Error(`${jobId} is ${status}`)
  return now()
}

async function stream(jobId: string): Promise<number> {
  const { body } = await pool.request({ method: 'GET', path: `/register/${jobId}/events` })
  let endedAt = 0
  for await (const chunk of body) if (!endedAt && String(chunk).includes('"status":"completed"')) endedAt = now()
  if (!endedAt) throw new Error(`the stream of ${jobId} ended without an outcome`)
  return endedAt
}

const waiter = async () => {
  while (told.length < count) told.push(await signUpAndWait())
}
await Promise.all(Array.from({ length: atOnce }, waiter))
tell(told)
