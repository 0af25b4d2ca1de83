import { ConfigurationError } from '@registrar/shared/process/environment'
import { explainRedisFault } from '@registrar/shared/redis/explain-redis-fault'
import { isMissingDatabase, missingDatabase } from '@registrar/shared/redis/missing-database'
import { Redis } from 'ioredis'

/**
 * A connection for a command, which does not wait for a Redis that is unavailable.
 * @throws ConfigurationError when Redis cannot be reached now, or does not have the database of `url`
 */
export async function reachRedis(url: string): Promise<Redis> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null })
  let fault: Error | undefined
  redis.on('error', (error: Error) => {
    fault ??= error
  })
  await redis.connect().catch((error: Error) => {
    fault ??= error
  })
  if (!fault) return redis
  redis.disconnect()
  if (isMissingDatabase(fault)) throw missingDatabase()
  throw new ConfigurationError(`Redis cannot be reached (${explainRedisFault(fault)}); is Registrar running?`)
}
