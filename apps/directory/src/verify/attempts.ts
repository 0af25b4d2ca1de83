import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'
import { fromRedis } from '../http/unavailable.ts'
import { type Attempt, begin, forgetFailures, type Refused, succeed, withdraw } from './attempt-counts.ts'
import { createCountsUpdate, digestOf } from './counts-in-redis.ts'

/** An attempt, and the text that its counts were stored as: as a rule nobody has changed them by the time it ends. */
type CountedAttempt = Attempt & { stored: string }

/**
 * Counts verifications by canonical name, for all directories together, in Redis: known to it before anything is hashed,
 * so that neither guesses side by side nor a restart pass uncounted. All throw Refusal queue_unavailable.
 */
export type Attempts = {
  begin(usernameKey: string, client: string | undefined): Promise<CountedAttempt | Refused>
  succeed(usernameKey: string, attempt: CountedAttempt): Promise<void>
  /** Nothing was hashed for this attempt after all. */
  withdraw(usernameKey: string, attempt: CountedAttempt): Promise<void>
  /** For a new password, and for an operator who unlocks a name. */
  forgetFailures(usernameKey: string): Promise<void>
  /** For an erased user: forgets the known clients too. */
  forget(usernameKey: string): Promise<void>
}

type Options = { redis: Redis; keys: RedisKeys; now?: () => number }

export function createAttempts({ redis, keys, now = Date.now }: Options): Attempts {
  const update = createCountsUpdate({ redis, keys })
  return {
    async begin(usernameKey, client) {
      const digest = client === undefined ? client : digestOf(client)
      const { result, stored } = await fromRedis(update(usernameKey, (counts) => begin(counts, digest, now())))
      return 'isClosed' in result ? result : { ...result, stored }
    },
    async succeed(usernameKey, attempt) {
      await fromRedis(update(usernameKey, (counts) => succeed(counts, attempt, now()), attempt.stored))
    },
    async withdraw(usernameKey, attempt) {
      await fromRedis(update(usernameKey, (counts) => withdraw(counts, attempt), attempt.stored))
    },
    async forgetFailures(usernameKey) {
      await fromRedis(update(usernameKey, forgetFailures))
    },
    forget: async (usernameKey) => void (await fromRedis(redis.del(keys.attempts(digestOf(usernameKey))))),
  }
}
