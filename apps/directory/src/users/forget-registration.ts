import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'
import { fromRedis } from '../http/unavailable.ts'

/** Removes what Redis has of the registration that made a user. @throws Refusal queue_unavailable */
export type ForgetRegistration = (jobId: string) => Promise<void>

/** BullMQ is loaded when the first failed job has to go: that a user's registration failed in the end is rare. */
export function createForgetRegistration(redis: Redis, keys: RedisKeys): ForgetRegistration {
  const forget = async (jobId: string) => {
    const [, hasJob] = await Promise.all([redis.del(keys.outcome(jobId)), redis.exists(keys.job(jobId))])
    if (hasJob === 1) await removeJob(redis, jobId, keys.queue.prefix)
  }
  return (jobId) => fromRedis(forget(jobId))
}

/** A job that a worker holds stays: it ends, and what is left of it is its outcome. */
async function removeJob(redis: Redis, jobId: string, prefix: string): Promise<void> {
  const { Queue } = await import('bullmq')
  const queue = new Queue(QUEUE_NAME, { connection: redis, prefix, skipVersionCheck: true })
  queue.on('error', () => {}) // the connection logs its own
  await queue.remove(jobId)
}
