import { randomUUID } from 'node:crypto'
import type { Registration } from '@registrar/shared/contract/registration'
import { eventually } from './eventually.ts'

export const PASSWORD = 'correct horse battery staple'

/** `POST /register` as JSON. */
export const register = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

/** Registers and returns the job id. @throws Error when it is not accepted */
export async function accepted(url: string, username: string, password = PASSWORD): Promise<string> {
  const response = await register(url, { username, password })
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`)
  return ((await response.json()) as { jobId: string }).jobId
}

/** Registers as a client should: with a key, so that after a 503, which a busy machine may give, it can ask again. */
export function insistOn(url: string, username: string, password = PASSWORD): Promise<string> {
  const key = { 'idempotency-key': `"${randomUUID()}"` }
  return eventually(`${username} is accepted`, async () => {
    const response = await register(url, { username, password }, key)
    const { jobId } = (await response.json()) as { jobId: string }
    return response.status === 202 && jobId
  })
}

export const readRegistration = async (url: string, jobId: string): Promise<Registration> =>
  (await fetch(`${url}/register/${jobId}`)).json() as Promise<Registration>

/** Waits, by long polls, until the registration has ended. */
export const outcomeOf = (url: string, jobId: string, timeoutMs?: number): Promise<Registration> =>
  eventually(
    `the outcome of ${jobId}`,
    async () => {
      const registration = (await (await fetch(`${url}/register/${jobId}?wait=10`)).json()) as Registration
      return registration.finishedAt ? registration : undefined
    },
    timeoutMs,
  )
