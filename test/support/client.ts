import { randomUUID } from 'node:crypto'
import {
  AcceptedRegistration,
  type CompletedRegistration,
  type EndedRegistration,
  isPending,
  Registration,
} from '@registrar/shared/contract/registration'
import { eventually } from './eventually.ts'

export const PASSWORD = 'correct horse battery staple'

/** `POST /register` as JSON. */
export const register = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** The job id in a 202. @throws Error when the answer is none */
export async function jobIdOf(answer: Response): Promise<string> {
  const text = await answer.text()
  if (answer.status !== 202) throw new Error(`${answer.status}: ${text}`)
  return AcceptedRegistration.parse(JSON.parse(text)).jobId
}

/** Registers and returns the job id. @throws Error when it is not accepted */
export const accepted = async (url: string, username: string, password = PASSWORD): Promise<string> =>
  jobIdOf(await register(url, { username, password }))

/** Registers as a client should: with a key, so that after a 503, which a busy machine may give, it can ask again. */
export function insistOn(url: string, username: string, password = PASSWORD): Promise<string> {
  const key = { 'idempotency-key': `"${randomUUID()}"` }
  return eventually(`${username} is accepted`, async () => {
    const answer = await register(url, { username, password }, key)
    return answer.status === 202 && jobIdOf(answer)
  })
}

export const readRegistration = async (url: string, jobId: string, query = ''): Promise<Registration> =>
  Registration.parse(await (await fetch(`${url}/register/${jobId}${query}`)).json())

/** Waits, by long polls, until the registration has ended. */
export const outcomeOf = (url: string, jobId: string, timeoutMs?: number): Promise<EndedRegistration> =>
  eventually(
    `the outcome of ${jobId}`,
    async () => {
      const registration = await readRegistration(url, jobId, '?wait=10')
      return !isPending(registration) && registration
    },
    timeoutMs,
  )

/** Waits until the registration has ended. @throws Error when it is not completed */
export async function completedBy(url: string, jobId: string): Promise<CompletedRegistration> {
  const registration = await outcomeOf(url, jobId)
  if (registration.status !== 'completed') throw new Error(`${jobId} is ${registration.status}`)
  return registration
}
