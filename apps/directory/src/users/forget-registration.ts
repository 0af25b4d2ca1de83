import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { fromRedis } from '../http/unavailable.ts'

/** Removes what Redis has of the registration that made a user. @throws Refusal queue_unavailable */
export type ForgetRegistration = (jobId: string) => Promise<void>

/** BullMQ is loaded only when the first failed job has to be removed, which is rare for a registration that made a user. */
export function createForgetRegistration(redis: Redis, keys: RedisKeys): ForgetRegistration {
  let queue: Promise<Queue> | undefined
  const forget = async (jobId: string) => {
    const [, hasJob] = await Promise.all([redis.del(keys.outcome(jobId)), redis.exists(keys.job(jobId))])
    if (hasJob === 0) return
    queue ??= openQueue(redis, keys.queue.prefix)
    await (await queue).remove(jobId) // a job that a worker holds stays: it ends, and leaves its outcome
  }
  return (jobId) => fromRedis(forget(jobId))
}

async function openQueue(connection: Redis, prefix: string): Promise<Queue> {
  const { Queue } = await import('bullmq')
  const queue = new Queue(QUEUE_NAME, { connection, prefix, skipVersionCheck: true })
  queue.on('error', () => {}) // the connection logs its own
  return queue
}
