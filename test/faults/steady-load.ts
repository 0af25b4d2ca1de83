import { setTimeout as delay } from 'node:timers/promises'
import type { Registration } from '@registrar/shared/contract/registration'
import { register } from '../support/http/client.ts'
import { freshName, freshPassword } from '../support/names.ts'
import { type Ledger, note } from './ledger.ts'

type LoadOptions = { url: () => string; ledger: Ledger; perSecond?: number }

/** One request in five asks for a name that others ask for too. */
const SHARED_NAMES = ['ada', 'grace', 'katherine']

/**
 * People who sign up, and look at what became of them, until it is stopped. A connection that fails was never
 * accepted; a request that hangs is a contradiction of its own.
 */
export function startLoad({ url, ledger, perSecond = 10 }: LoadOptions): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  const track = (work: Promise<void>) => {
    underWay.add(work)
    void work.finally(() => underWay.delete(work))
  }
  const run = async () => {
    for (let n = 0; !stopping.signal.aborted; n++) {
      track(signUp(url(), ledger, n % 5 === 0 ? SHARED_NAMES[n % 3]! : freshName()))
      track(lookAround(url(), ledger))
      await delay(1_000 / perSecond)
    }
  }
  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
      await Promise.all(underWay)
    },
  }
}

/** No request may take longer, whatever is broken: the contract promises an answer within 1 s, a busy machine may lag. */
const HANGS_AFTER_MS = 10_000

export async function signUp(url: string, ledger: Ledger, username: string, password = freshPassword()): Promise<void> {
  const answer = await withinReason(ledger, register(url, { username, password }))
  if (!answer) return
  const body = (await answer.json()) as { jobId: string; code: string }
  if (answer.status === 202) ledger.accepted.set(body.jobId, { username, password })
  else ledger.refused.set(body.code, (ledger.refused.get(body.code) ?? 0) + 1)
}

async function lookAround(url: string, ledger: Ledger): Promise<void> {
  const jobIds = [...ledger.accepted.keys()]
  const jobId = jobIds[Math.floor(Math.random() * jobIds.length)]
  if (!jobId) return
  const answer = await withinReason(ledger, fetch(`${url}/register/${jobId}`))
  if (!answer) return
  if (answer.status === 404) ledger.contradictions.push(`${jobId} was accepted and is unknown`)
  const registration = (await answer.json()) as Registration
  if (answer.status === 200) note(ledger, registration)
}

/** The answer; undefined when the connection failed, or it took too long, which is noted. */
async function withinReason(ledger: Ledger, request: Promise<Response>): Promise<Response | undefined> {
  const hangs = delay(HANGS_AFTER_MS, 'hangs' as const, { ref: false })
  const answer = await Promise.race([request.catch(() => undefined), hangs])
  if (answer !== 'hangs') return answer
  ledger.contradictions.push('a request hangs')
  return undefined
}
