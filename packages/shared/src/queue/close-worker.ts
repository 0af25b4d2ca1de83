import type { Worker } from 'bullmq'
import type { Redis } from 'ioredis'

/** How long before the deadline a worker stops waiting for the jobs in flight, and how long giving them back may take. */
const BEFORE_DEADLINE_MS = 1_000
const GIVE_BACK_MS = 500

type Options = {
  redis: Redis
  /** How long the shutdown of the process may take, in seconds. */
  drainSeconds: number
  /** Returns the jobs that are still in flight to the queue. Default: each is delivered again when its lock expires. */
  giveBack?: () => Promise<unknown>
}

/**
 * Closes a worker of BullMQ: waits for the jobs in flight, until a second before `drainSeconds` are over, and then gives
 * back the others. Without Redis a gentle close would wait for it; those jobs are delivered again when their locks expire.
 */
export async function closeWorker(worker: Worker, { redis, drainSeconds, giveBack }: Options): Promise<void> {
  const lost = new Promise((resolve) => redis.once('close', resolve))
  const overdue = after(drainSeconds * 1_000 - BEFORE_DEADLINE_MS)
  const closed = redis.status === 'ready' ? Promise.race([worker.close(), lost]) : worker.close(true)
  const isOverdue = await Promise.race([closed.then(() => false), overdue.then(() => true)])
  if (isOverdue && redis.status === 'ready') await Promise.race([giveBack?.(), lost, after(GIVE_BACK_MS)])
}

/** Resolves after `ms`, and keeps no process alive for it. */
const after = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms).unref())
