import type { OutcomeEvent } from '@registrar/shared/contract/outcome-event'
import type { Logger } from '@registrar/shared/process/logger'
import { probePauseMs } from '../schedule/probe-pause.ts'
import type { Attempt } from '../send/attempt.ts'
import type { DeliveryQueue } from './delivery-queue.ts'
import type { EndpointRecord, OpenEndpointRecord } from './endpoint-record.ts'

type Deps = {
  endpointId: string
  record: OpenEndpointRecord
  queue: DeliveryQueue
  attempt(event: OutcomeEvent): Promise<Attempt>
  log: Logger
}

/** Lets everything that waits for the endpoint follow. Safe to repeat: a crash in between leaves a queue that stays paused. */
export async function resumeEndpoint({ record, queue }: Pick<Deps, 'record' | 'queue'>): Promise<void> {
  await record.unpark()
  await queue.resume()
}

/**
 * Probes a parked endpoint when its time has come, with the event that has waited for longest: answered, that one is
 * delivered and all others follow. Nothing waits: there is nothing to probe with, and nothing to gain.
 */
export async function probeIfDue(deps: Deps, { parkedBecause, probes, probeAt }: EndpointRecord): Promise<void> {
  const { endpointId, record, queue, log } = deps
  if (parkedBecause !== 'failing' || probeAt === undefined || probeAt > Date.now()) return
  const oldest = await queue.oldest()
  if (!oldest || !(await record.claimProbe(probeAt, Date.now() + probePauseMs(probes + 1)))) return

  const attempt = await deps.attempt(oldest.event)
  if (attempt.isDelivered) {
    await oldest.remove()
    await resumeEndpoint(deps)
    return log.info({ endpoint: endpointId, probes: probes + 1 }, 'endpoint recovered; delivering its waiting events')
  }
  if (attempt.retryAfterMs) await record.postponeProbe(Date.now() + probePauseMs(probes + 1, attempt.retryAfterMs))
  log.warn({ endpoint: endpointId, answer: attempt.answer, probes: probes + 1 }, 'endpoint still parked')
}
