import { Outcome } from '@registrar/shared/contract/outcome'
import { Redis } from 'ioredis'
import { openDeliveryQueue } from '../../../apps/notifier/src/deliver/delivery-queue.ts'
import { openEndpointRecord } from '../../../apps/notifier/src/deliver/endpoint-record.ts'
import { resumeEndpoint } from '../../../apps/notifier/src/deliver/parked-endpoint.ts'
import { eventually } from '../../support/eventually.ts'
import { keys } from '../../support/webhooks/webhook-stage.ts'
import type { Ledger } from '../ledger.ts'
import type { System } from './system.ts'

/** The one endpoint of the system under test. */
export const ENDPOINT = 'receiver'

/**
 * Waits, with an operator who resumes the endpoint, until every accepted registration that has an outcome has its event at
 * the receiver. @throws Error when one is missing, when one reports what did not happen, or came without its signature
 */
export async function verifyEvents({ redis: { url }, receiver }: System, ledger: Ledger): Promise<number> {
  const redis = new Redis(url)
  const record = openEndpointRecord(redis, keys, ENDPOINT)
  const queue = openDeliveryQueue(redis, keys.deliveries(ENDPOINT), 86_400)
  const outcomeOf = async (jobId: string) => {
    const text = await redis.get(keys.outcome(jobId))
    return text ? Outcome.parse(JSON.parse(text)).status : undefined
  }
  try {
    const ended: string[] = []
    for (const jobId of ledger.accepted.keys()) if (await outcomeOf(jobId)) ended.push(jobId)
    let resumedAt = performance.now()
    await eventually(
      'every registration that has ended has its event at the receiver',
      async () => {
        if (performance.now() - resumedAt > 1_000) {
          await resumeEndpoint({ record, queue })
          resumedAt = performance.now()
        }
        return ended.every((jobId) => receiver.accepted.has(jobId))
      },
      120_000,
    )
    const breaches = [...receiver.complaints]
    for (const { event } of receiver.received) {
      if (event.type === 'registration.failed') continue
      const status = await outcomeOf(event.subject!)
      if (status !== event.data['status']) breaches.push(`${event.id} came as ${event.type} and is ${status}`)
    }
    if (breaches.length > 0) throw new Error(`the events are not what they should be:\n${breaches.join('\n')}`)
    return ended.length
  } finally {
    await queue.close()
    redis.disconnect()
  }
}
