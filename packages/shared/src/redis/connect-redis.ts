import type { Duplex } from 'node:stream'
import { Redis, type RedisOptions } from 'ioredis'
import type { Logger } from '../process/logger.ts'
import { createOutageLog } from '../process/outage-log.ts'
import { explainRedisFault } from './explain-redis-fault.ts'

/**
 * Reconnects for ever, first almost at once, then with pauses that double up to this: a Redis that comes back is found
 * within a second, and a thousand clients do not storm it.
 */
const MAX_RECONNECT_PAUSE_MS = 1_000

/**
 * A connection over which nothing has come for this long, though something was asked, is dead and opened anew: a
 * network that swallows packets gives no other sign for a quarter of an hour. Above the 5 s that a worker's blocking
 * wait for a job may rightly take.
 */
const SILENCE_MS = 10_000

/** Opens a connection that mends itself, and says when Redis goes away and when it is back. */
export function connectRedis(url: string, log: Logger, options: Omit<RedisOptions, 'replyMapping'> = {}): Redis {
  const redis = new Redis(url, {
    connectTimeout: 3_000,
    socketTimeout: SILENCE_MS,
    retryStrategy: (attempt) => Math.min(25 * 2 ** attempt, MAX_RECONNECT_PAUSE_MS),
    ...options,
  })
  const outage = createOutageLog(log, { away: 'Redis is away; trying again until it is back', back: 'Redis is back' })
  redis.on('error', (error) => outage.away(explainRedisFault(error)))
  redis.on('ready', () => outage.back())
  redis.on('connect', () => writeOncePerTurn(redis.stream))
  return redis
}

/**
 * Gives all commands of one turn of the event loop to the system in one piece. A write to a socket costs more than all
 * else that a command costs, and a Redis that syncs every write then syncs once for all of them.
 */
function writeOncePerTurn(socket: Duplex): void {
  const write = socket.write.bind(socket) as Duplex['write']
  socket.write = ((...chunk: Parameters<typeof write>) => {
    if (socket.writableCorked === 0) {
      socket.cork()
      setImmediate(() => socket.uncork())
    }
    return write(...chunk)
  }) as Duplex['write']
}
