import { createHash } from 'node:crypto'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Redis, Result } from 'ioredis'
import { fromRedis } from '../http/unavailable.ts'
import {
  type Attempt,
  type AttemptCounts,
  begin,
  forgetFailures,
  noCounts,
  type Refused,
  secondsToKeep,
  succeed,
  withdraw,
} from './attempt-counts.ts'

/**
 * Counts verifications by canonical name, for all directories together, in Redis: known to it before anything is hashed,
 * so that neither guesses side by side nor a restart pass uncounted. All throw Refusal queue_unavailable.
 */
export type Attempts = {
  begin(usernameKey: string, client: string | undefined): Promise<Attempt | Refused>
  succeed(usernameKey: string, attempt: Attempt): Promise<void>
  /** Nothing was hashed for this attempt after all. */
  withdraw(usernameKey: string, attempt: Attempt): Promise<void>
  /** For a new password, and for an operator who unlocks a name. */
  forgetFailures(usernameKey: string): Promise<void>
  /** For an erased user: forgets the known clients too. */
  forget(usernameKey: string): Promise<void>
}

// Compare and set: the rules are in one place, in TypeScript. KEYS: the counts. ARGV: as read, as changed, seconds to keep.
const REPLACE = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1`

declare module 'ioredis' {
  interface RedisCommander<Context> {
    replaceAttemptCounts(key: string, old: string, changed: string, seconds: number): Result<number, Context>
  }
}

/** The first writer wins, and after five failures attempts are refused without a write, so a few tries suffice. */
const MAX_TRIES = 50

type Options = { redis: Redis; keys: RedisKeys; now?: () => number }

export function createAttempts({ redis, keys, now = Date.now }: Options): Attempts {
  redis.defineCommand('replaceAttemptCounts', { numberOfKeys: 1, lua: REPLACE })
  const keyOf = (usernameKey: string) => keys.attempts(digestOf(usernameKey))

  /** Runs `change` on the counts of a name until nobody has changed them meanwhile, and returns what it returned last. */
  async function update<T>(usernameKey: string, change: (counts: AttemptCounts) => T): Promise<T> {
    const key = keyOf(usernameKey)
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const old = (await redis.get(key)) ?? ''
      const counts: AttemptCounts = old ? JSON.parse(old) : noCounts()
      const result = change(counts)
      const changed = JSON.stringify(counts)
      if (changed === (old || JSON.stringify(noCounts()))) return result
      if (await redis.replaceAttemptCounts(key, old, changed, secondsToKeep(counts))) return result
    }
    throw new Error('the counts of one name change too fast')
  }
  return {
    begin: (usernameKey, client) =>
      fromRedis(
        update(usernameKey, (counts) => begin(counts, client === undefined ? client : digestOf(client), now())),
      ),
    succeed: (usernameKey, attempt) => fromRedis(update(usernameKey, (counts) => succeed(counts, attempt, now()))),
    withdraw: (usernameKey, attempt) => fromRedis(update(usernameKey, (counts) => withdraw(counts, attempt))),
    forgetFailures: (usernameKey) => fromRedis(update(usernameKey, forgetFailures)),
    forget: async (usernameKey) => void (await fromRedis(redis.del(keyOf(usernameKey)))),
  }
}

/** Of a name or a client: short, of fixed length, and not readable at a glance. */
const digestOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22)
