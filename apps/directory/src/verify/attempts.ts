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

// Compare and set: the rules are in one place, in TypeScript. KEYS: the counts. ARGV: what they are thought to be, what
// they become, seconds to keep them. Returns the counts where they are others, and else nothing. No counts are no key.
const REPLACE = `
local held = redis.call('GET', KEYS[1]) or ''
if held ~= ARGV[1] then return held end
if ARGV[2] == '' then redis.call('DEL', KEYS[1])
elseif ARGV[2] ~= held then redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) end
return false`

declare module 'ioredis' {
  interface RedisCommander<Context> {
    replaceAttemptCounts(key: string, old: string, changed: string, seconds: number): Result<string | null, Context>
  }
}

/** The first writer wins, and after five failures attempts are refused without a write, so a few tries suffice. */
const MAX_TRIES = 50

const NO_COUNTS = JSON.stringify(noCounts())

type Options = { redis: Redis; keys: RedisKeys; now?: () => number }

export function createAttempts({ redis, keys, now = Date.now }: Options): Attempts {
  redis.defineCommand('replaceAttemptCounts', { numberOfKeys: 1, lua: REPLACE })
  const keyOf = (usernameKey: string) => keys.attempts(digestOf(usernameKey))

  /**
   * Runs `change` on the counts of a name until nobody has changed them meanwhile, and returns what it returned last. What
   * is stored is guessed first, and Redis says where the guess is wrong: most names have no counts, so a login takes two
   * round trips; three where a client of the name is known.
   */
  async function update<T>(usernameKey: string, change: (counts: AttemptCounts) => T, guess = '') {
    let old = guess
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const counts: AttemptCounts = old ? JSON.parse(old) : noCounts()
      const result = change(counts)
      const text = JSON.stringify(counts)
      const stored = text === NO_COUNTS ? '' : text
      if (stored === old && tries > 0) return { result, stored } // as Redis has just said
      const held = await redis.replaceAttemptCounts(keyOf(usernameKey), old, stored, secondsToKeep(counts))
      if (held === null) return { result, stored }
      old = held
    }
    throw new Error('the counts of one name change too fast')
  }
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
    forget: async (usernameKey) => void (await fromRedis(redis.del(keyOf(usernameKey)))),
  }
}

/** Of a name or a client: short, of fixed length, and not readable at a glance. */
const digestOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22)
