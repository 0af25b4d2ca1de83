import { randomBytes } from 'node:crypto'
import type { Dispatcher } from 'undici'
import { countUp, type Tally } from './tally.ts'

type SignUps = {
  http: Dispatcher
  /** Path of the server's root, without a slash at its end. */
  root: string
  tally: Tally
  /** Called with the job id of each accepted sign-up. */
  onAccepted(jobId: string): void
}

/**
 * Creates sign-ups with names that only this run uses, so that a storm can be repeated. Their password is random and shown
 * nowhere, because the users may stay in a real store.
 */
export function createSignUps({ http, root, tally, onAccepted }: SignUps) {
  const run = randomBytes(5).toString('hex')
  const password = randomBytes(18).toString('base64url')

  const post = async (username: string) => {
    const { statusCode, body } = await http.request({
      method: 'POST',
      path: `${root}/register`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    })
    const answer = await body.text()
    return statusCode === 202
      ? { jobId: (JSON.parse(answer) as { jobId: string }).jobId }
      : { refusal: problemCode(answer) ?? `HTTP ${statusCode}` }
  }

  /** Sends the n-th, which is `due` at that moment of `performance.now()`, and counts the result. */
  return async (n: number, due: number): Promise<void> => {
    tally.sent++
    try {
      const { jobId, refusal } = await post(`storm-${run}-${n}`)
      if (refusal) return void countUp(tally.refused, refusal)
      tally.accepted++
      tally.acceptLatencies.record(Math.max(1, Math.round((performance.now() - due) * 1_000)))
      onAccepted(jobId!)
    } catch (error) {
      countUp(tally.unanswered, faultOf(error))
    }
  }
}

/** The `code` of a problem document (RFC 9457), if `text` is one of ours. */
export function problemCode(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { code?: string }).code
  } catch {
    return undefined // from a proxy in between, as HTML
  }
}

/** ECONNREFUSED, UND_ERR_SOCKET and the like: the code of a connection error. */
export const faultOf = (error: unknown): string => (error as { code?: string }).code ?? String(error)
