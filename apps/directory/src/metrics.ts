import { DIRECTORY_PROBLEMS } from '@registrar/shared/contract/directory-problems'
import type { WriteProbe } from '@registrar/shared/redis/write-probe'
import { httpMetrics } from '@registrar/shared/telemetry/metrics/http-metrics'
import type { Metrics } from '@registrar/shared/telemetry/metrics/metrics'
import { recoveryMetrics } from '@registrar/shared/telemetry/metrics/recovery-metrics'
import { redisMetrics } from '@registrar/shared/telemetry/metrics/redis-metrics'
import { storeMetrics } from '@registrar/shared/telemetry/metrics/store-metrics'
import { verificationMetrics } from '@registrar/shared/telemetry/metrics/verification-metrics'
import { answers } from '@registrar/users/stores/observed-store'
import type { UserStore } from '@registrar/users/user-store'
import type { StoreUpkeep } from './store-upkeep.ts'

type Options = { probe: WriteProbe; store: UserStore; upkeep: StoreUpkeep }

/** What a directory counts and measures. */
export const directoryMetrics = ({ probe, store, upkeep }: Options): Metrics[] => [
  httpMetrics(DIRECTORY_PROBLEMS),
  verificationMetrics,
  storeMetrics({
    operations: Object.keys(store),
    isUp: async () => upkeep.isPrepared && (await answers(store)),
  }),
  redisMetrics(probe.acceptsWrites),
  recoveryMetrics(['redis_outage', 'store_outage']),
]
