import type { Outcome } from '@registrar/shared/contract/outcome'
import { growingPauses } from '@registrar/shared/process/growing-pauses'
import type { OutageLog } from '@registrar/shared/process/outage-log'
import { explainRedisFault } from '@registrar/shared/redis/explain-redis-fault'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'

/** Makes known what became of a registration. */
export type OutcomePublisher = {
  /** True when an earlier delivery of the job got as far as writing its outcome. */
  isWritten(jobId: string): Promise<boolean>
  /**
   * Keeps the outcome for its time to live. The first one written stands: a repeated delivery cannot change it. The
   * user is stored by now, so this goes on until Redis takes it. @throws AbortError when this process leaves first
   */
  write(jobId: string, outcome: Outcome): Promise<void>
  /** Wakes whoever waits for a change of this registration. Nobody may be listening: that is no fault. */
  announce(jobId: string): Promise<void>
}

type Options = { redis: Redis; keys: RedisKeys; ttlSeconds: number; leaving: AbortSignal; refusals: OutageLog }

export function createOutcomePublisher({ redis, keys, ttlSeconds, leaving, refusals }: Options): OutcomePublisher {
  return {
    async isWritten(jobId) {
      return (await redis.exists(keys.outcome(jobId))) === 1
    },
    async write(jobId, outcome) {
      for await (const _ of growingPauses(leaving)) {
        try {
          await redis.set(keys.outcome(jobId), JSON.stringify(outcome), 'EX', ttlSeconds, 'NX')
          return refusals.back()
        } catch (error) {
          refusals.away(explainRedisFault(error))
        }
      }
    },
    async announce(jobId) {
      await redis.publish(keys.changes, jobId)
    },
  }
}
