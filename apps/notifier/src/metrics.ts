import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { WriteProbe } from '@registrar/shared/redis/write-probe'
import type { Metrics } from '@registrar/shared/telemetry/metrics/metrics'
import { recoveryMetrics } from '@registrar/shared/telemetry/metrics/recovery-metrics'
import { redisMetrics } from '@registrar/shared/telemetry/metrics/redis-metrics'
import { type EndpointFigures, webhookMetrics } from '@registrar/shared/telemetry/metrics/webhook-metrics'
import type { Redis } from 'ioredis'
import { oldestDelivery } from './deliver/delivery-queue.ts'
import { openEndpointRecord } from './deliver/endpoint-record.ts'

type Options = { redis: Redis; keys: RedisKeys; probe: WriteProbe; endpoints: string[] }

/** What a notifier counts and measures. */
export function notifierMetrics({ redis, keys, probe, endpoints }: Options): Metrics[] {
  const read = async (endpoint: string): Promise<EndpointFigures> => {
    if (redis.status !== 'ready') throw new Error('Redis is unavailable') // otherwise the command would wait for it
    const [{ parkedSince }, oldest] = await Promise.all([
      openEndpointRecord(redis, keys, endpoint).read(),
      oldestDelivery(redis, keys.deliveries(endpoint)),
    ])
    const oldestPendingSeconds = oldest ? Math.max(0, (Date.now() - oldest.since) / 1_000) : 0
    return { isParked: parkedSince !== undefined, oldestPendingSeconds }
  }
  return [webhookMetrics({ endpoints, read }), redisMetrics(probe.acceptsWrites), recoveryMetrics(['redis_outage'])]
}
