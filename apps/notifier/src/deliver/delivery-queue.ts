import { OutcomeEvent } from '@registrar/shared/contract/outcome-event'
import { JOB_FIELDS, type QueueKeys } from '@registrar/shared/redis/keys'
import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { MAX_ATTEMPTS } from '../schedule/retry-delay.ts'

/**
 * How many events of one endpoint may be in its queue, those that wait for another attempt among them. The others stay in
 * the stream, where one costs a quarter of the memory, so that an endpoint that is down for hours costs Redis some 8 MB.
 */
export const MAX_QUEUED = 10_000

/** After a pause so many events a second at the most, so that a receiver that has just recovered is not knocked over. */
const CATCH_UP_PER_SECOND = 250

/** Of all events in the queue, that of the registration that ended first. ARGV[1] is what the keys of jobs begin with. */
const OLDEST = `
local oldestId, oldest
local function look(jobIds)
  for _, jobId in ipairs(jobIds) do
    local timestamp = tonumber(redis.call('HGET', ARGV[1] .. jobId, '${JOB_FIELDS.createdAt}'))
    if timestamp and (not oldest or timestamp < oldest) then oldestId, oldest = jobId, timestamp end
  end
end
look(redis.call('LRANGE', KEYS[1], 0, -1))
look(redis.call('LRANGE', KEYS[2], 0, -1))
look(redis.call('ZRANGE', KEYS[3], 0, -1))
return oldest and {oldestId, tostring(oldest)} or false
`

/** The id of the event that has waited for longest, and since when, in ms since 1970. Looks at all that are in the queue. */
export async function oldestDelivery(
  redis: Redis,
  keys: QueueKeys,
): Promise<{ jobId: string; since: number } | undefined> {
  const oldest = await redis.eval(OLDEST, 3, keys.wait, keys.active, keys.delayed, keys.job(''))
  if (!Array.isArray(oldest)) return undefined
  return { jobId: oldest[0], since: Number(oldest[1]) }
}

/** The events that one endpoint is still to get, in BullMQ: its own queue, so that no other endpoint waits for it. */
export function openDeliveryQueue(redis: Redis, keys: QueueKeys, keepGivenUpSeconds: number) {
  const queue = new Queue<OutcomeEvent>(keys.queue.name, {
    connection: redis,
    prefix: keys.queue.prefix,
    skipVersionCheck: true,
    streams: { events: { maxLen: 100 } }, // nobody reads what BullMQ reports of itself
    defaultJobOptions: {
      attempts: MAX_ATTEMPTS,
      backoff: { type: 'custom' },
      stackTraceLimit: 0,
      removeOnComplete: true,
      removeOnFail: { age: keepGivenUpSeconds },
    },
  })
  queue.on('error', () => {}) // the connection says it itself

  /** What was given up gets all of its attempts again. */
  const retryGivenUp = async () => {
    for (let failed = await queue.getFailed(0, 99); failed.length > 0; failed = await queue.getFailed(0, 99))
      for (const job of failed) await job.retry('failed', { resetAttemptsMade: true })
  }

  return {
    /** An event that is in the queue already is not added again. */
    add: (events: OutcomeEvent[]) =>
      queue.addBulk(
        events.map((event) => ({
          name: event.type,
          data: event,
          opts: { jobId: event.eventId, timestamp: Date.parse(event.finishedAt) },
        })),
      ),
    /** Those that wait, for their first attempt or for another, or are being delivered. */
    size: () => queue.getJobCountByTypes('waiting', 'delayed', 'active'),
    counts: () => queue.getJobCounts('waiting', 'delayed', 'active', 'failed'),
    /** Whether less than a second's worth waits, at the bounded rate: under traffic it is never quite empty. */
    hasLittle: async () => (await queue.getWaitingCount()) < CATCH_UP_PER_SECOND,
    /** The event that has waited for longest, and since when. */
    async oldest(): Promise<{ event: OutcomeEvent; since: Date; remove(): Promise<void> } | undefined> {
      const found = await oldestDelivery(redis, keys)
      const job = found && (await queue.getJob(found.jobId))
      if (!job) return undefined
      return {
        event: OutcomeEvent.parse(job.data),
        since: new Date(job.timestamp),
        // Being delivered by another notifier at this moment, it stays, and may arrive twice.
        remove: () => job.remove().catch(() => {}),
      }
    },
    /** No event is taken from it until it is resumed; it goes on filling. */
    pause: () => queue.pause(),
    isPaused: () => queue.isPaused(),
    /** Everything follows at a bounded rate: what waits for another attempt, too, and what was given up. */
    async resume() {
      await queue.setGlobalRateLimit(CATCH_UP_PER_SECOND, 1_000)
      await retryGivenUp()
      await queue.promoteJobs()
      await queue.resume()
    },
    retryGivenUp,
    /** The end of the bound on the rate. */
    caughtUp: () => queue.removeGlobalRateLimit(),
    close: () => queue.close(),
  }
}
export type DeliveryQueue = ReturnType<typeof openDeliveryQueue>
