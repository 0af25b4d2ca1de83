// Clients that sign up and wait, each by a long poll and an event stream at once: when each of the two has the outcome.
import { Pool } from 'undici'
import { now } from '../stage/observations.ts'
import { receiveTask, reply } from '../stage/task.ts'
import { SIGN_UP_HEADERS, signUpBody } from './sign-up.ts'

export type WaitingClientsTask = { url: string; atOnce: number; count: number }

/** By the machine's monotonic clock, in milliseconds. */
export type Answered = { jobId: string; askedAt: number; longPollAt: number; streamAt: number }

const { url, atOnce, count } = await receiveTask<WaitingClientsTask>()
const pool = new Pool(url, { connections: 3 * atOnce })
const answered: Answered[] = []

async function signUpAndWait(): Promise<Answered> {
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
  while (answered.length < count) answered.push(await signUpAndWait())
}
await Promise.all(Array.from({ length: atOnce }, waiter))
reply(answered)
