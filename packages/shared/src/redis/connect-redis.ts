import { Redis, type RedisOptions } from 'ioredis'
import type { Logger } from '../process/logger.ts'
import { createOutageLog } from '../process/outage-log.ts'
import { recovered } from '../telemetry/observations.ts'
import { limitCommands } from './command-deadline.ts'
import { explainRedisFault } from './explain-redis-fault.ts'
import { isMissingDatabase, missingDatabase } from './missing-database.ts'
import { primaryOnly } from './primary-only.ts'
import { writeOncePerTurn } from './write-once-per-turn.ts'

/**
 * Reconnects for ever, first almost at once, then with pauses that double up to this: a Redis that recovers is found
 * within a second, and a thousand clients do not storm it.
 */
const MAX_RECONNECT_PAUSE_MS = 1_000

/**
 * A connection over which nothing has come for this long, though something was asked, is dead and reopened: a
 * network that swallows packets gives no other sign for a quarter of an hour. Above the 5 s that a worker's blocking
 * wait for a job may rightly take.
 */
const SILENCE_MS = 10_000

type ConnectionOptions = Omit<RedisOptions, 'replyMapping' | 'reconnectOnError' | 'Connector'> & {
  /** After so many ms a command without a reply is rejected; its duplicates have no such limit. Default: never. */
  commandTimeout?: number
}

/**
 * Opens a connection to the primary at `url` that repairs itself, and logs when Redis is unavailable and when it has
 * recovered. It is ready only while it is connected to a primary, and so are its duplicates. A Redis that does not have
 * the database of `url` stops the process, by an uncaught ConfigurationError: nothing is ever done in another one.
 */
export function connectRedis(url: string, log: Logger, given: ConnectionOptions = {}): Redis {
  const { commandTimeout, ...options } = given
  const outage = createOutageLog(log, {
    down: 'Redis is unavailable; reconnecting until it recovers',
    up: 'Redis has recovered',
  })
  const redis = new Redis(url, {
    connectTimeout: 3_000,
    socketTimeout: SILENCE_MS,
    maxLoadingRetryTime: MAX_RECONNECT_PAUSE_MS,
    retryStrategy: (attempt) => Math.min(25 * 2 ** attempt, MAX_RECONNECT_PAUSE_MS),
    ...primaryOnly({ onRefused: outage.down, resend: options.enableOfflineQueue !== false }),
    ...options,
  })
  let lacksDatabase = false
  redis.on('error', (error) => {
    if (lacksDatabase) return
    lacksDatabase = isMissingDatabase(error)
    if (!lacksDatabase) return outage.down(explainRedisFault(error))
    redis.disconnect() // before it becomes ready, in database 0
    process.nextTick(() => {
      throw missingDatabase()
    })
  })
  if (commandTimeout) limitCommands(redis, commandTimeout)
  let wasReady = false
  redis.on('ready', () => {
    outage.up()
    if (wasReady) recovered.publish({ kind: 'redis_outage' })
    wasReady = true
  })
  redis.on('connect', () => writeOncePerTurn(redis.stream))
  return redis
}

/**
 * A second connection to where `redis` is connected, for subscriptions. A subscription asks nothing, so it would not
 * notice that its server is a primary no longer: it is reopened whenever `redis` loses its own connection. Subscribe
 * at each 'ready'. Logs nothing: what it meets, `redis` meets.
 */
export function connectSubscriber(redis: Redis): Redis {
  const subscriber = redis.duplicate({
    autoResubscribe: false,
    enableOfflineQueue: true,
    maxRetriesPerRequest: null,
  })
  subscriber.on('error', () => {})
  redis.on('close', () => {
    if (subscriber.status === 'ready') subscriber.disconnect(true)
  })
  return subscriber
}
