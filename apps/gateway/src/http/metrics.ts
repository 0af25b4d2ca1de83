import { REGISTRATION_PROBLEMS } from '@registrar/shared/contract/registration-problems'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { WriteProbe } from '@registrar/shared/redis/write-probe'
import { acceptanceMetrics } from '@registrar/shared/telemetry/metrics/acceptance-metrics'
import { httpMetrics } from '@registrar/shared/telemetry/metrics/http-metrics'
import type { Metrics } from '@registrar/shared/telemetry/metrics/metrics'
import { outcomeMetrics } from '@registrar/shared/telemetry/metrics/outcome-metrics'
import { queueMetrics } from '@registrar/shared/telemetry/metrics/queue-metrics'
import { recoveryMetrics } from '@registrar/shared/telemetry/metrics/recovery-metrics'
import { redisMetrics } from '@registrar/shared/telemetry/metrics/redis-metrics'
import type { Redis } from 'ioredis'
import { ROUTES } from './paths.ts'

type Options = { redis: Redis; keys: RedisKeys; probe: WriteProbe; maxBacklog: number }

/** What a gateway counts and measures. */
export const gatewayMetrics = ({ redis, keys, probe, maxBacklog }: Options): Metrics[] => [
  httpMetrics(REGISTRATION_PROBLEMS, [
    ['POST', ROUTES.register, 202],
    ['POST', ROUTES.register, 503],
  ]),
  acceptanceMetrics,
  queueMetrics({ redis, keys, maxBacklog }),
  outcomeMetrics({ redis, keys }), // after the queue
  redisMetrics(probe.acceptsWrites),
  recoveryMetrics(['redis_outage']),
]
