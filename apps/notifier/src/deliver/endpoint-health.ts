import type { Logger } from '@registrar/shared/process/logger'
import { createOutageLog } from '@registrar/shared/process/outage-log'
import { probePauseMs } from '../schedule/probe-pause.ts'
import type { Attempt } from '../send/attempt.ts'
import type { DeliveryQueue } from './delivery-queue.ts'
import type { OpenEndpointRecord } from './endpoint-record.ts'

/** So many failures in a row, of whichever events, and the endpoint is parked. */
const FAILURES_TO_PARK = 5

/** A success is noted this often: it takes a write that is synced, and the next one says the same. */
const NOTE_SUCCESS_EVERY_MS = 1_000

type Deps = {
  endpointId: string
  record: OpenEndpointRecord
  queue: Pick<DeliveryQueue, 'pause'>
  onParked(): void
  log: Logger
}

/**
 * Draws the conclusions from attempts: a success ends the failures in a row, the fifth failure parks the endpoint, a 410
 * parks it until an operator resumes it. While it is parked its queue is paused, so that no attempt is used up.
 */
export function createEndpointHealth({ endpointId, record, queue, onParked, log }: Deps) {
  let isWell = false
  let notedAt = Number.NEGATIVE_INFINITY
  const refusals = createOutageLog(log.child({ endpoint: endpointId }), {
    down: 'the endpoint has a private address; set allowPrivateAddresses if that is intended',
    up: 'the endpoint no longer has a private address',
  })

  const park = async (because: 'failing' | 'gone', answer: string) => {
    const isNews = await record.park(because, Date.now() + probePauseMs(0))
    onParked()
    await queue.pause()
    if (!isNews) return
    const next = because === 'gone' ? 'until npm run webhooks -- resume' : 'until a probe is answered'
    log.error({ endpoint: endpointId, answer }, `endpoint parked; its events wait ${next}`)
  }

  return {
    async note(attempt: Attempt): Promise<void> {
      if (attempt.isBlocked) refusals.down(attempt.answer)
      else if (attempt.isDelivered) refusals.up()

      if (attempt.isDelivered) {
        if (isWell && performance.now() - notedAt < NOTE_SUCCESS_EVERY_MS) return
        isWell = true
        notedAt = performance.now()
        return record.succeeded(attempt)
      }
      isWell = false
      const failures = await record.failed(attempt)
      if (attempt.isGone) await park('gone', attempt.answer)
      else if (failures >= FAILURES_TO_PARK) await park('failing', attempt.answer)
    },
  }
}
