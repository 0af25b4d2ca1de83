import { randomUUID } from 'node:crypto'
import { eventOf } from '@registrar/shared/contract/outcome-event'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { redisKeys } from '@registrar/shared/redis/keys'
import { createOutcomeStream } from '@registrar/shared/redis/outcome-stream'
import type { Redis } from 'ioredis'

const AT_ONCE = 500

/** Ends registrations as workers do, as fast as Redis takes them. */
export function endedRegistrations(redis: Redis) {
  const stream = createOutcomeStream({ redis, keys: redisKeys(QUEUE_NAME), ttlSeconds: 60, streamSeconds: 86_400 })
  const one = () => {
    const now = new Date().toISOString()
    const outcome = { status: 'completed', userId: randomUUID(), createdAt: now, finishedAt: now } as const
    const jobId = randomUUID()
    return { outcome, event: eventOf(jobId, `user-${jobId.slice(0, 8)}`, outcome) }
  }
  const repeat = async (count: number, write: () => Promise<unknown>) => {
    for (let done = 0; done < count; done += AT_ONCE)
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - done) }, write))
  }
  return {
    /** Outcomes with their entries in the stream. */
    end: (count: number) =>
      repeat(count, () => {
        const { outcome, event } = one()
        return stream.end(outcome, event)
      }),
    /** The entries alone. */
    append: (count: number) => repeat(count, () => stream.append(one().event)),
  }
}
