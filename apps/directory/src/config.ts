import { availableParallelism } from 'node:os'
import { ruleVariables } from '@registrar/rules/rule-variables'
import { commonSettings, metricsSettings } from '@registrar/shared/process/settings'
import { host } from '@registrar/shared/process/variables/host'
import { port, wholeNumber } from '@registrar/shared/process/variables/number'
import { lineOfText } from '@registrar/shared/process/variables/text'
import { type Unusable, unusable, variable } from '@registrar/shared/process/variables/variable'
import { hashBoundVariables } from '@registrar/users/foreign/hash-bound-variables'
import { argon2Variables } from '@registrar/users/hashing/argon2-variables'
import { mongodbUri } from '@registrar/users/stores/mongodb-uri'
import { z } from 'zod'

const DAYS = 'a whole number of days from 0 to 36500, or forever'

/** A number of days, or for ever: 0 frees a name at once. */
const days = () =>
  variable(DAYS, (text): number | 'forever' | Unusable => {
    const number = /^(?:0|[1-9]\d{0,4})$/.test(text) ? Number(text) : Number.NaN
    if (text === 'forever') return text
    return number <= 36_500 ? number : unusable(text)
  })

/** Everything the directory reads from its environment. */
export const DirectoryConfig = z.object({
  ...commonSettings,
  ...metricsSettings,
  ...ruleVariables,
  ...argon2Variables,
  ...hashBoundVariables,
  /** The store of the users; without it, a file below DATA_DIR. */
  MONGODB_URI: mongodbUri().optional(),
  /** What people call the service: it is not accepted as a password. */
  PAGE_TITLE: lineOfText({ max: 60 }).optional(),
  /** Loopback by default: this API is only for your own back ends. */
  DIRECTORY_HOST: host().default('127.0.0.1'),
  /** 0 lets the system choose. `npm start` takes the port after the gateway's. */
  DIRECTORY_PORT: port().default(3001),
  /** Names, scopes and digests of API keys; default `keys/api-keys.json` below DATA_DIR. */
  API_KEYS_FILE: z.string().optional(),
  /** How long a verification may wait for its turn. After 2.5 s the user has given up on the login. */
  VERIFY_DEADLINE_MS: wholeNumber({ min: 50, max: 60_000 }).default(2_500),
  /** Hashes in flight. More than the cores gains nothing and costs memory: each takes ARGON2_MEMORY_KIB. */
  VERIFY_CONCURRENCY: wholeNumber({ min: 1, max: 256 }).default(availableParallelism()),
  /** How long an erased or changed name stays taken, in days. */
  NAME_QUARANTINE_DAYS: days().default(90),
})
export type DirectoryConfig = z.infer<typeof DirectoryConfig>
