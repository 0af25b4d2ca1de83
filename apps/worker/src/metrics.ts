import type { WriteProbe } from '@registrar/shared/redis/write-probe'
import { hashMetrics } from '@registrar/shared/telemetry/metrics/hash-metrics'
import type { Metrics } from '@registrar/shared/telemetry/metrics/metrics'
import { recoveryMetrics } from '@registrar/shared/telemetry/metrics/recovery-metrics'
import { redisMetrics } from '@registrar/shared/telemetry/metrics/redis-metrics'
import { registrationMetrics } from '@registrar/shared/telemetry/metrics/registration-metrics'
import { storeMetrics } from '@registrar/shared/telemetry/metrics/store-metrics'
import { RECOVERIES } from '@registrar/shared/telemetry/observations'
import { answers } from '@registrar/users/stores/observed-store'
import type { UserStore } from '@registrar/users/user-store'
import type { StoreAvailability } from './registration/store-availability.ts'

type Options = {
  probe: WriteProbe
  store: UserStore
  availability: StoreAvailability
  /** Hashes at a time. */
  threads: number
}

/** What a worker counts and measures. */
export const workerMetrics = ({ probe, store, availability, threads }: Options): Metrics[] => [
  registrationMetrics,
  hashMetrics({ threads }),
  storeMetrics({
    operations: ['prepare', 'insertMany', 'find'],
    isUp: async () => availability.isAvailable && (await answers(store)),
  }),
  redisMetrics(probe.acceptsWrites),
  recoveryMetrics([...RECOVERIES]),
]
