import { type EndedRegistration, isPending, type Registration } from '@registrar/shared/contract/registration'

/** What the clients of one run were answered: the promise is checked against that alone. */
export type Ledger = {
  /** By job id: what was accepted. */
  accepted: Map<string, { username: string; password: string }>
  /** By job id: outcomes that were read, as they were first read. */
  seen: Map<string, EndedRegistration>
  /** How many requests were refused, by code. */
  refused: Map<string, number>
  /** How many logins were verified, were not, and were refused. */
  logins: { verified: number; denied: number; refused: number }
  /** What must never be: an outcome that changed, an accepted registration that could not be found. */
  contradictions: string[]
}

export const createLedger = (): Ledger => ({
  accepted: new Map(),
  seen: new Map(),
  refused: new Map(),
  logins: { verified: 0, denied: 0, refused: 0 },
  contradictions: [],
})

/** Notes one reading of an accepted registration. */
export function note(ledger: Ledger, registration: Registration): void {
  const { jobId } = registration
  const before = ledger.seen.get(jobId)
  if (before && JSON.stringify(before) !== JSON.stringify(registration))
    ledger.contradictions.push(`${jobId} was ${JSON.stringify(before)}, then ${JSON.stringify(registration)}`)
  if (!isPending(registration) && !before) ledger.seen.set(jobId, registration)
}
