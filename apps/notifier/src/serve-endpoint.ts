import { setTimeout as delay } from 'node:timers/promises'
import type { OutcomeEvent } from '@registrar/shared/contract/outcome-event'
import type { Logger } from '@registrar/shared/process/logger'
import { explainRedisFault } from '@registrar/shared/redis/explain-redis-fault'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import { webhookAttempted } from '@registrar/shared/telemetry/observations'
import type { Redis } from 'ioredis'
import { openDeliveryQueue } from './deliver/delivery-queue.ts'
import { startDeliveryWorker } from './deliver/delivery-worker.ts'
import { createEndpointHealth } from './deliver/endpoint-health.ts'
import { openEndpointRecord } from './deliver/endpoint-record.ts'
import { probeIfDue, resumeEndpoint } from './deliver/parked-endpoint.ts'
import type { Endpoint } from './endpoints/endpoint.ts'
import { resultOf } from './send/attempt.ts'
import { cloudEvent } from './send/cloud-event.ts'
import { post } from './send/post.ts'
import { openTarget } from './send/target.ts'
import { type LostEvents, skipLost } from './stream/read-entries.ts'
import { startStreamReader } from './stream/stream-reader.ts'

/** Deliveries at a time to one endpoint, from one notifier: a receiver that takes 50 ms gets 160 a second. */
const CONCURRENCY = 8

/** How often it is looked whether the endpoint is parked, resumed, or to be probed. */
const LOOK_MS = 1_000

export type ServeEndpointDeps = {
  redis: Redis
  /** One more connection, for reading that blocks. */
  connect(): Redis
  keys: RedisKeys
  source: string
  consumer: string
  /** How long entries of the stream are kept, and at least as long what was given up. */
  streamSeconds: number
  onGroupMissing(): Promise<void>
  shutdown: AbortSignal
  drainSeconds: number
  log: Logger
}

/** Brings to one endpoint everything that it is to get, independently of all others. */
export function serveEndpoint(deps: ServeEndpointDeps, endpoint: Endpoint): AsyncDisposable {
  const { redis, keys, shutdown, log } = deps
  const { id: endpointId } = endpoint
  const target = openTarget(endpoint, CONCURRENCY + 1) // one more for the probe
  const record = openEndpointRecord(redis, keys, endpointId)
  const queue = openDeliveryQueue(redis, keys.deliveries(endpointId), deps.streamSeconds)
  let isParked = true // until Redis has said otherwise
  const onParked = () => {
    isParked = true
  }
  const health = createEndpointHealth({ endpointId, record, queue, onParked, log })

  const attempt = async (event: OutcomeEvent) => {
    const made = await post(target, {
      id: event.eventId,
      body: cloudEvent(event, deps.source),
      traceparent: event.traceparent,
    })
    webhookAttempted.publish({ endpoint: endpointId, result: resultOf(made) })
    // What the receiver said counts, whether or not Redis takes the note.
    await health
      .note(made)
      .catch((error) => log.debug({ reason: explainRedisFault(error) }, 'could not record an attempt'))
    return made
  }

  const onLost = async ({ events, since }: LostEvents) => {
    log.error(
      { endpoint: endpointId, events, since: since.toISOString() },
      'events expired before they could be delivered; npm run webhooks -- backfill restores those of completed users',
    )
    await record.dropped(events)
  }

  const reader = startStreamReader({
    ...deps,
    redis: deps.connect(),
    endpoint,
    queue,
    isParked: () => isParked,
    onLost,
  })
  const worker = startDeliveryWorker({
    ...deps,
    keys: keys.deliveries(endpointId),
    concurrency: CONCURRENCY,
    keepGivenUpSeconds: deps.streamSeconds,
    attempt,
  })

  const look = async () => {
    const noted = await record.read()
    isParked = noted.parkedSince !== undefined
    const isPaused = await queue.isPaused()
    if (isParked && !isPaused) await queue.pause()
    if (!isParked && isPaused) await resumeEndpoint({ record, queue })
    if (isParked) await probeIfDue({ endpointId, record, queue, attempt, log }, noted)
    if (!isParked && noted.catchingUpSince && reader.isAtEnd && (await queue.hasLittle())) {
      await queue.caughtUp()
      await record.caughtUp()
      log.info({ endpoint: endpointId, seconds: secondsSince(noted.catchingUpSince) }, 'endpoint has caught up')
    }
    const lost = await skipLost(redis, keys, endpointId) // an endpoint that is parked reads nothing
    if (lost) await onLost(lost)
  }
  const watch = async () => {
    while (!shutdown.aborted) {
      await look().catch((error) => log.debug({ reason: explainRedisFault(error) }, 'could not check the endpoint'))
      await delay(LOOK_MS, undefined, { signal: shutdown }).catch(() => {})
    }
  }
  const watching = watch()

  return {
    async [Symbol.asyncDispose]() {
      await Promise.all([reader[Symbol.asyncDispose](), worker[Symbol.asyncDispose](), watching])
      await target.agent.destroy()
      await queue.close()
    },
  }
}

const secondsSince = (moment: number) => Math.round((Date.now() - moment) / 1_000)
