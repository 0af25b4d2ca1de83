// Clients that sign up and wait, each by a long poll and an event stream at once: when each of the two has the outcome.
import { type AcceptedRegistration, createRegistrar } from '../../packages/client/src/create-registrar.ts'
import { now } from '../stage/observations.ts'
import { receiveTask, reply } from '../stage/task.ts'
import { signUp } from './sign-up.ts'

export type WaitingClientsTask = { url: string; atOnce: number; count: number }

/** By the machine's monotonic clock, in milliseconds. */
export type Answered = { jobId: string; askedAt: number; longPollAt: number; streamAt: number }

const { url, atOnce, count } = await receiveTask<WaitingClientsTask>()
const registrar = createRegistrar({ url })
const answered: Answered[] = []

async function signUpAndWait(): Promise<Answered> {
  const registration = await registrar.register(signUp())
  const askedAt = now()
  const [longPollAt, streamAt] = await Promise.all([longPoll(registration), stream(registration)])
  return { jobId: registration.jobId, askedAt, longPollAt, streamAt }
}

async function longPoll(registration: AcceptedRegistration): Promise<number> {
  const { status } = await registration.outcome()
  if (status !== 'completed') throw new Error(`${registration.jobId} is ${status}`)
  return now()
}

async function stream(registration: AcceptedRegistration): Promise<number> {
  for await (const { status } of registration.events()) if (status === 'completed') return now()
  throw new Error(`the stream of ${registration.jobId} ended without an outcome`)
}

const waiter = async () => {
  while (answered.length < count) answered.push(await signUpAndWait())
}
await Promise.all(Array.from({ length: atOnce }, waiter))
reply(answered)
