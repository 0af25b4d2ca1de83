import type { Redis, Result } from 'ioredis'
import { type AttemptCounts, isEmpty, noCounts, secondsToKeep } from './attempt-counts.ts'

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

export type CountsOptions = {
  redis: Redis
  /** What to wait for before Redis is asked: see count-together.ts. By default nothing. */
  countTogether?: (() => Promise<void> | undefined) | undefined
}

/**
 * Runs `change` on the counts under a key until nobody has changed them meanwhile, and returns what it returned last. What
 * is stored is guessed first, and Redis says where the guess is wrong: most names have no counts, so a login takes two
 * round trips; three where a client of the name is known.
 */
export type UpdateCounts = <T>(
  key: string,
  change: (counts: AttemptCounts) => T,
  guess?: string,
) => Promise<{ result: T; stored: string }>

export function createCountsUpdate({ redis, countTogether }: CountsOptions): UpdateCounts {
  redis.defineCommand('replaceAttemptCounts', { numberOfKeys: 1, lua: REPLACE })
  return async (key, change, guess = '') => {
    let old = guess
    await countTogether?.()
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const counts: AttemptCounts = old ? JSON.parse(old) : noCounts()
      const result = change(counts)
      const stored = isEmpty(counts) ? '' : JSON.stringify(counts)
      if (stored === old && tries > 0) return { result, stored } // as Redis has just said
      const held = await redis.replaceAttemptCounts(key, old, stored, secondsToKeep(counts))
      if (held === null) return { result, stored }
      old = held
    }
    throw new Error('the counts of one name change too fast')
  }
}
