import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Metrics } from '@registrar/shared/telemetry/metrics/metrics'
import { recoveryMetrics } from '@registrar/shared/telemetry/metrics/recovery-metrics'
import { redisMetrics } from '@registrar/shared/telemetry/metrics/redis-metrics'
import { type EndpointFigures, webhookMetrics } from '@registrar/shared/telemetry/metrics/webhook-metrics'
import type { Redis } from 'ioredis'
import { oldestDelivery } from './deliver/delivery-queue.ts'
import { openEndpointRecord } from './deliver/endpoint-record.ts'

type Options = { redis: Redis; keys: RedisKeys; endpoints: string[] }

/** What a notifier counts and measures. */
export function notifierMetrics({ redis, keys, endpoints }: Options): Metrics[] {
  const demandReady = () => {
    if (redis.status !== 'ready') throw new Error('Redis is unavailable') // else the question would wait for it
  }
  const read = async (endpoint: string): Promise<EndpointFigures> => {
    demandReady()
    const [{ parkedSince }, oldest] = await Promise.all([
      openEndpointRecord(redis, keys, endpoint).read(),
      oldestDelivery(redis, keys.deliveries(endpoint)),
    ])
    const oldestPendingSeconds = oldest ? Math.max(0, (Date.now() - oldest.since) / 1_000) : 0
    return { isParked: parkedSince !== undefined, oldestPendingSeconds }
  }
  const answers = async () => {
    demandReady()
    return (await redis.set(keys.probe, '', 'XX')) === null // a write that changes nothing
  }
  return [webhookMetrics({ endpoints, read }), redisMetrics(answers), recoveryMetrics(['redis_outage'])]
}
