import type { Redis } from 'ioredis'
import type { QueueKeys } from '../redis/keys.ts'
import { LOCK_MS, STALLED_CHECK_MS } from './job-locks.ts'

/** Cuts the time to live of KEYS[1] and of the others back to ARGV[1] and ARGV[2] ms; a shorter one stays. */
const SHORTEN = `
for n, key in ipairs(KEYS) do
  local limit = tonumber(n == 1 and ARGV[1] or ARGV[2])
  if redis.call('PTTL', key) > limit then redis.call('PEXPIRE', key, limit) end
end
`

/**
 * When the clock of Redis is set back by an hour, what should expire in seconds expires in an hour: the locks of dead
 * workers, and the key that holds back the next search for them. This cuts them back to their own times, as often as
 * that search runs.
 */
export function guardAgainstClockJumps(redis: Redis, keys: QueueKeys): Disposable {
  const shorten = async () => {
    const locks = (await redis.lrange(keys.active, 0, -1)).map(keys.lock)
    await redis.eval(SHORTEN, 1 + locks.length, keys.stalledCheck, ...locks, STALLED_CHECK_MS, LOCK_MS)
  }
  const timer = setInterval(() => {
    if (redis.status === 'ready') shorten().catch(() => {}) // Redis refuses writes: the next turn tries again
  }, STALLED_CHECK_MS)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
