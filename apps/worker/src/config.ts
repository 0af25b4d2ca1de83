import { availableParallelism } from 'node:os'
import { commonSettings, healthSettings, metricsSettings, streamSettings } from '@registrar/shared/process/settings'
import { listOfFiles } from '@registrar/shared/process/variables/list'
import { wholeNumber } from '@registrar/shared/process/variables/number'
import { argon2Variables } from '@registrar/users/hashing/argon2-variables'
import { mongodbUri } from '@registrar/users/stores/mongodb-uri'
import { z } from 'zod'

/** Everything a worker reads from its environment. */
export const WorkerConfig = z.object({
  ...commonSettings,
  ...metricsSettings,
  ...argon2Variables,
  ...streamSettings,
  ...healthSettings,
  /** The store of the users; without it, a file below DATA_DIR. */
  MONGODB_URI: mongodbUri().optional(),
  /** Several, separated by commas, while old jobs wait for an old key; default `keys/sealing-private.key` below DATA_DIR. */
  SEALING_PRIVATE_KEY_FILES: listOfFiles().optional(),
  /** Hashes in flight. More than the cores gains nothing and costs memory: each takes ARGON2_MEMORY_KIB. */
  WORKER_CONCURRENCY: wholeNumber({ min: 1, max: 256 }).default(availableParallelism()),
  /** How long a failed registration can be retried by an operator. */
  FAILED_TTL_DAYS: wholeNumber({ min: 1, max: 3_650 }).default(30),
})
export type WorkerConfig = z.infer<typeof WorkerConfig>
