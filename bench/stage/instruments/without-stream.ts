import type { Outcome } from '@registrar/shared/contract/outcome'
import type { OutcomeEvent } from '@registrar/shared/contract/outcome-event'
import type * as real from '@registrar/shared/redis/outcome-stream'
import type { Redis } from 'ioredis'

type Options = Parameters<typeof real.createOutcomeStream>[0] & { redis: Redis }

/** Writes and announces outcomes as if there were no stream: what the entries cost is the difference. */
export function createOutcomeStream({ redis, keys, ttlSeconds }: Options): real.OutcomeStream {
  return {
    async end(outcome: Outcome, { jobId }: OutcomeEvent) {
      const isFirst = await redis.set(keys.outcome(jobId), JSON.stringify(outcome), 'EX', ttlSeconds, 'NX')
      await redis.publish(keys.changes, jobId)
      return isFirst === 'OK'
    },
    async append() {},
  }
}
