import { hash } from 'node:crypto'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import { fromRedis } from '../http/unavailable.ts'
import { type Attempt, begin, forgetFailures, type Refused, succeed, withdraw } from './attempt-counts.ts'
import { type CountsOptions, createCountsUpdate } from './counts-in-redis.ts'

/** An attempt, where it is counted, and the text of the counts: as a rule nobody has changed them by the time it ends. */
type CountedAttempt = Attempt & { key: string; stored: string }

/**
 * Counts verifications by canonical name, for all directories together, in Redis: known to it before anything is hashed,
 * so that neither guesses side by side nor a restart pass uncounted. All throw Refusal queue_unavailable.
 */
export type Attempts = {
  begin(usernameKey: string, client: string | undefined): Promise<CountedAttempt | Refused>
  succeed(attempt: CountedAttempt): Promise<void>
  /** Nothing was hashed for this attempt after all. */
  withdraw(attempt: CountedAttempt): Promise<void>
  /** For a new password, and for an operator who unlocks a name. */
  forgetFailures(usernameKey: string): Promise<void>
  /** For an erased user: forgets the known clients too. */
  forget(usernameKey: string): Promise<void>
}

type Options = CountsOptions & { keys: RedisKeys; now?: () => number }

export function createAttempts({ redis, keys, countTogether, now = Date.now }: Options): Attempts {
  const update = createCountsUpdate({ redis, countTogether })
  const keyOf = (usernameKey: string) => keys.attempts(digestOf(usernameKey))
  return {
    async begin(usernameKey, client) {
      const key = keyOf(usernameKey)
      const digest = client === undefined ? client : digestOf(client)
      const { result, stored } = await fromRedis(update(key, (counts) => begin(counts, digest, now())))
      return 'isClosed' in result ? result : { ...result, key, stored }
    },
    async succeed(attempt) {
      await fromRedis(update(attempt.key, (counts) => succeed(counts, attempt, now()), attempt.stored))
    },
    async withdraw(attempt) {
      await fromRedis(update(attempt.key, (counts) => withdraw(counts, attempt), attempt.stored))
    },
    async forgetFailures(usernameKey) {
      await fromRedis(update(keyOf(usernameKey), forgetFailures))
    },
    async forget(usernameKey) {
      await countTogether?.() // after the attempts that are about to be counted
      await fromRedis(redis.del(keyOf(usernameKey)))
    },
  }
}

/** Of a name or a client: short, of fixed length, and not readable at a glance. */
const digestOf = (text: string) => hash('sha256', text, 'base64url').slice(0, 22)
