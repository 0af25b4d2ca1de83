import type { Logger } from '@registrar/shared/process/logger'
import { connectRedis } from '@registrar/shared/redis/connect-redis'
import { waitForRedis } from '@registrar/shared/redis/wait-for-redis'

/**
 * Resolves when the Redis at `url` has said that it has the database in it, or after 2 s; then it goes on asking, because
 * a Redis that is unavailable now may come later. One that does not have it stops this process, as it would stop each
 * of those it starts, which otherwise would be restarted for ever.
 */
export async function checkRedisDatabase(url: string, log: Logger): Promise<Disposable> {
  const redis = connectRedis(url, log.child({}, { level: 'silent' })) // the processes themselves log an outage
  redis.once('ready', () => redis.disconnect())
  await waitForRedis(redis)
  return { [Symbol.dispose]: () => redis.disconnect() }
}
