import { faultReport } from '@registrar/shared/process/fault-report'
import type { Logger } from '@registrar/shared/process/logger'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'
import { fromRedis } from '../http/unavailable.ts'
import {
  type Attempt,
  type AttemptCounts,
  begin,
  forgetFailures,
  type Refused,
  succeed,
  withdraw,
} from './attempt-counts.ts'
import { createCountsUpdate, digestOf } from './counts-in-redis.ts'

/** An attempt, and the text that its counts were stored as: as a rule nobody has changed them by the time it ends. */
type CountedAttempt = Attempt & { stored: string }

/**
 * Counts verifications by canonical name, for all directories together, in Redis: known to it before anything is hashed,
 * so that neither guesses side by side nor a restart pass uncounted. All that return a promise throw Refusal queue_unavailable.
 */
export type Attempts = AsyncDisposable & {
  begin(usernameKey: string, client: string | undefined): Promise<CountedAttempt | Refused>
  /** Is recorded after the answer, with the next command or SUCCESS_DELAY_MS later: Redis then syncs once for both. */
  succeed(usernameKey: string, attempt: CountedAttempt): void
  /** Nothing was hashed for this attempt after all. */
  withdraw(usernameKey: string, attempt: CountedAttempt): Promise<void>
  /** For a new password, and for an operator who unlocks a name. */
  forgetFailures(usernameKey: string): Promise<void>
  /** For an erased user: forgets the known clients too. */
  forget(usernameKey: string): Promise<void>
}

/** For so long other directories may still count a failure too many, as they would if this one crashed. */
const SUCCESS_DELAY_MS = 10

type Options = { redis: Redis; keys: RedisKeys; log: Logger; now?: () => number }

export function createAttempts({ redis, keys, log, now = Date.now }: Options): Attempts {
  const update = createCountsUpdate({ redis, keys })
  const successes = new Map<CountedAttempt, string>()
  let timer: NodeJS.Timeout | undefined

  /** What is sent after it arrives after it, and in one piece with it. */
  async function recordSuccesses(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const recorded = Array.from(successes, ([attempt, usernameKey]) =>
      update(usernameKey, (counts) => succeed(counts, attempt, now()), attempt.stored),
    )
    successes.clear()
    for (const { reason } of (await Promise.allSettled(recorded)).filter((result) => result.status === 'rejected'))
      log.warn(faultReport(reason), 'could not record a successful verification; earlier failures still count')
  }

  /** `update`, once the successes so far are on their way. */
  function updateNow<T>(usernameKey: string, change: (counts: AttemptCounts) => T, guess?: string) {
    void recordSuccesses()
    return fromRedis(update(usernameKey, change, guess))
  }
  return {
    async begin(usernameKey, client) {
      const digest = client === undefined ? client : digestOf(client)
      const { result, stored } = await updateNow(usernameKey, (counts) => begin(counts, digest, now()))
      return 'isClosed' in result ? result : { ...result, stored }
    },
    succeed(usernameKey, attempt) {
      successes.set(attempt, usernameKey)
      timer ??= setTimeout(recordSuccesses, SUCCESS_DELAY_MS)
    },
    async withdraw(usernameKey, attempt) {
      await updateNow(usernameKey, (counts) => withdraw(counts, attempt), attempt.stored)
    },
    async forgetFailures(usernameKey) {
      await updateNow(usernameKey, forgetFailures)
    },
    async forget(usernameKey) {
      void recordSuccesses()
      await fromRedis(redis.del(keys.attempts(digestOf(usernameKey))))
    },
    [Symbol.asyncDispose]: recordSuccesses,
  }
}
