import { Redis, type RedisOptions } from 'ioredis'
import type { Logger } from './logger.ts'

/**
 * Reconnects for ever, first at once, then with pauses that double up to this: a Redis that comes back is found
 * within a second, and a thousand clients do not storm it.
 */
const MAX_RECONNECT_PAUSE_MS = 1_000

/** Opens a connection that mends itself, and logs once when it is lost and once when it is back. */
export function connectRedis(url: string, log: Logger, options: Omit<RedisOptions, 'replyMapping'> = {}): Redis {
  const redis = new Redis(url, {
    connectTimeout: 3_000,
    retryStrategy: (attempt) => Math.min(25 * 2 ** attempt, MAX_RECONNECT_PAUSE_MS),
    ...options,
  })
  let away = false
  redis.on('error', (error: NodeJS.ErrnoException) => {
    if (!away) log.warn({ reason: error.code ?? error.message }, 'Redis is away; trying again until it is back')
    away = true
  })
  redis.on('ready', () => {
    if (away) log.info('Redis is back')
    away = false
  })
  return redis
}
