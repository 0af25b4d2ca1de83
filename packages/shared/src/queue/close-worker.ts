import type { Worker } from 'bullmq'
import type { Redis } from 'ioredis'

/**
 * Closes a worker of BullMQ: waits for the jobs in flight, until a second before `drainSeconds` are over. Without Redis a
 * gentle close would wait for it; what is still in flight is then delivered again when its lock expires.
 */
export async function closeWorker(worker: Worker, redis: Redis, drainSeconds: number): Promise<void> {
  const lost = new Promise((resolve) => redis.once('close', resolve))
  const overdue = new Promise((resolve) => setTimeout(resolve, (drainSeconds - 1) * 1_000).unref())
  if (redis.status === 'ready') await Promise.race([worker.close(), lost, overdue])
  else await Promise.race([worker.close(true), overdue])
}
