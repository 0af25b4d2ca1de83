import { availableParallelism } from 'node:os'
import { ruleVariables } from '@registrar/rules/rule-variables'
import { secretUrl, wholeNumber } from '@registrar/shared/process/environment'
import { commonSettings } from '@registrar/shared/process/settings'
import { argon2Variables } from '@registrar/users/hashing/argon2-variables'
import { z } from 'zod'

/** A number of days, or for ever: 0 frees a name at once. */
const days = z.union(
  [z.literal('forever'), wholeNumber({ max: 36_500 })],
  'a whole number of days from 0 to 36500, or "forever"',
)

/** Everything the directory reads from its environment. */
export const DirectoryConfig = z.object({
  ...commonSettings,
  ...ruleVariables,
  ...argon2Variables,
  /** The store of the users; without it, a file below DATA_DIR. */
  MONGODB_URI: secretUrl('mongodb', 'mongodb+srv').optional(),
  /** What people call the service: no password may be that. */
  PAGE_TITLE: z.string().optional(),
  /** Loopback unless told otherwise: this API is for your own back ends alone. */
  DIRECTORY_HOST: z.string().default('127.0.0.1'),
  /** 0 lets the system choose. `npm start` takes the port after the gateway's. */
  DIRECTORY_PORT: wholeNumber({ max: 65_535 }).default(3001),
  /** Names, scopes and digests of API keys; default `keys/api-keys.json` below DATA_DIR. */
  API_KEYS_FILE: z.string().optional(),
  /** How long a verification may wait for its turn. A login that takes longer than 2.5 s has lost its user. */
  VERIFY_DEADLINE_MS: wholeNumber({ min: 50, max: 60_000 }).default(2_500),
  /** Hashes in flight. More than the cores gains nothing and costs memory: each takes ARGON2_MEMORY_KIB. */
  VERIFY_CONCURRENCY: wholeNumber({ min: 1, max: 256 }).default(availableParallelism()),
  /** How long an erased or changed name stays taken, in days. */
  NAME_QUARANTINE_DAYS: days.default(90),
})
export type DirectoryConfig = z.infer<typeof DirectoryConfig>
