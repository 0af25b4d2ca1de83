import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { redisKeys } from '@registrar/shared/redis/keys'
import { Redis } from 'ioredis'

/** How many registrations wait for a worker in the Redis at `url`. */
export async function queued(url: string): Promise<number> {
  const redis = new Redis(url)
  try {
    return await redis.llen(redisKeys(QUEUE_NAME).wait)
  } finally {
    redis.disconnect()
  }
}
