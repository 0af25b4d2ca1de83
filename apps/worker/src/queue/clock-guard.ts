import { QUEUE_PREFIX } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'

/**
 * When the clock of Redis is set back by an hour, what should expire in seconds expires in an hour: the locks of dead
 * workers, and the mark that holds back the next look for them. Nothing here may live longer than its own time.
 */
const SHORTEN = `
local function shorten(key, limit)
  if redis.call('PTTL', key) > tonumber(limit) then redis.call('PEXPIRE', key, limit) end
end
shorten(KEYS[1] .. 'stalled-check', ARGV[2])
for _, jobId in ipairs(redis.call('LRANGE', KEYS[1] .. 'active', 0, -1)) do
  shorten(KEYS[1] .. jobId .. ':lock', ARGV[1])
end
`

type Options = { redis: Redis; queueName: string; lockMs: number; stalledCheckMs: number }

/** Watches over the times to live of the queue, as often as it is looked for dead workers. */
export function guardAgainstClockJumps({ redis, queueName, lockMs, stalledCheckMs }: Options): Disposable {
  const queue = `${QUEUE_PREFIX}:${queueName}:`
  const timer = setInterval(() => {
    if (redis.status !== 'ready') return
    redis.eval(SHORTEN, 1, queue, lockMs, stalledCheckMs).catch(() => {}) // Redis refuses to write: next time
  }, stalledCheckMs)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
