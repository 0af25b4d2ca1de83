import {
  AcceptedRegistration,
  type CompletedRegistration,
  type EndedRegistration,
  Registration,
} from '@registrar/shared/contract/registration'
import { createRegistrar } from '../../../packages/client/src/create-registrar.ts'

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

/** Registers and returns the job id, however often it has to ask: a busy machine may give a 503. */
export const insistOn = async (url: string, username: string, password = PASSWORD): Promise<string> =>
  (await createRegistrar({ url, retries: 100 }).register({ username, password })).jobId

export const readRegistration = async (url: string, jobId: string): Promise<Registration> =>
  Registration.parse(await (await fetch(`${url}/register/${jobId}`)).json())

/** Waits until the registration has ended. */
export const outcomeOf = (url: string, jobId: string, timeoutMs = 60_000): Promise<EndedRegistration> =>
  createRegistrar({ url })
    .registration(jobId)
    .outcome({ signal: AbortSignal.timeout(timeoutMs) })

/** Waits until the registration has ended. @throws Error when it is not completed */
export async function completedBy(url: string, jobId: string): Promise<CompletedRegistration> {
  const registration = await outcomeOf(url, jobId)
  if (registration.status !== 'completed') throw new Error(`${jobId} is ${registration.status}`)
  return registration
}
