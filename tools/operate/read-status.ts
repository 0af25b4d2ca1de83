import { JOB_FIELDS } from '@registrar/shared/redis/keys'
import { keys, type Operator } from './operator.ts'

/** The state of the queue. Delayed jobs count as waiting. */
export type Status = {
  waiting: number
  active: number
  failed: number
  /** Workers take nothing until an operator resumes. */
  paused: boolean
  /** Of the one that is taken next; 0 when nothing waits. */
  oldestWaitingSeconds: number
  /** Worker processes that are connected; null when Redis does not report them, as some managed services do not. */
  workers: number | null
  /** This command's MAX_BACKLOG: give it the gateways'. */
  backlogLimit: number
}

/** Costs the same whatever the backlog. `everAdded` counts every registration that was ever accepted. */
export async function readStatus(
  { redis, queue }: Operator,
  backlogLimit: number,
): Promise<Status & { everAdded: number }> {
  const [waiting, active, delayed, failed, paused, next, everAdded, workers] = await Promise.all([
    redis.llen(keys.wait),
    redis.llen(keys.active),
    redis.zcard(keys.delayed),
    redis.zcard(keys.failed),
    queue.isPaused(),
    redis.lindex(keys.wait, -1), // workers take from the end
    redis.get(keys.everAdded),
    countWorkers({ queue }),
  ])
  const since = next && (await redis.hget(keys.job(next), JOB_FIELDS.createdAt))
  const oldestWaitingSeconds = since ? Math.max(0, Math.round((Date.now() - Number(since)) / 1_000)) : 0
  return {
    waiting: waiting + delayed,
    active,
    failed,
    paused,
    oldestWaitingSeconds,
    workers,
    backlogLimit,
    everAdded: Number(everAdded ?? 0),
  }
}

/** BullMQ names the connection of each worker, and returns one without an address where Redis does not report names. */
async function countWorkers({ queue }: Pick<Operator, 'queue'>): Promise<number | null> {
  const workers = await queue.getWorkers().catch(() => null)
  return workers?.every(({ addr }) => addr) ? workers.length : null
}
