import { randomUUID } from 'node:crypto'
import type { Trail } from '@registrar/shared/http/http-env'
import type { Sealer } from '@registrar/shared/keys/seal'
import { registrationAccepted } from '@registrar/shared/telemetry/observations'
import type { Backlog } from '../limits/backlog.ts'
import type { LimitedRequest } from '../limits/rate-limit.ts'
import type { Idempotency } from './idempotency.ts'
import type { RegistrationQueue } from './registration-queue.ts'
import type { RegistrationRequest } from './registration-rules.ts'

export type AcceptDeps = {
  backlog: Pick<Backlog, 'admit'>
  queue: Pick<RegistrationQueue, 'add'>
  idempotency: Idempotency
  seal: Sealer['seal']
}

type Circumstances = Trail & {
  /** Requests with one key and the same content are one registration. */
  idempotencyKey?: string | undefined
  limit: LimitedRequest
}

/**
 * Accepts a registration and returns its job id.
 * @throws Refusal queue_unavailable, overloaded, too_many_requests, idempotency_key_reused
 */
export type AcceptRegistration = (request: RegistrationRequest, circumstances: Circumstances) => Promise<string>

/**
 * Seals the password and queues one job; nothing is stored before it is sealed. The ids are random: holding a
 * job id is the right to read the outcome.
 */
export function createAcceptRegistration({ backlog, queue, idempotency, seal }: AcceptDeps): AcceptRegistration {
  return async ({ username, canonicalUsername, password }, { requestId, traceparent, idempotencyKey, limit }) => {
    const fresh = { jobId: randomUUID(), userId: randomUUID() }
    if (idempotencyKey) await limit.count()
    const { jobId, userId, isAccepted } = idempotencyKey
      ? await idempotency.claim(idempotencyKey, [username, password], fresh)
      : { ...fresh, isAccepted: false }
    if (isAccepted) return jobId
    backlog.admit()
    const sealed = seal(password, { purpose: 'registration', jobId, canonicalUsername })
    const job = { version: 1 as const, userId, username, sealed, requestId, ...(traceparent && { traceparent }) }
    // Adding a job whose id exists changes nothing: concurrent requests with one key make one job.
    await limit.countWith(jobId, () => queue.add(jobId, job))
    // Of several requests with one key that come at once, the one that bound it counts.
    if (jobId === fresh.jobId) registrationAccepted.publish()
    return jobId
  }
}
