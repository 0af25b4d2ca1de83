import type { Outcome } from '@registrar/shared/outcome'
import type { RedisKeys } from '@registrar/shared/redis-keys'
import type { Redis } from 'ioredis'

/** Makes known what became of a registration. */
export type OutcomePublisher = {
  /** Keeps the outcome for its time to live. The first one written stands: a repeated delivery cannot change it. */
  write(jobId: string, outcome: Outcome): Promise<void>
  /** Wakes whoever waits for a change of this registration. Nobody may be listening: that is no fault. */
  announce(jobId: string): Promise<void>
}

export function createOutcomePublisher(redis: Redis, keys: RedisKeys, ttlSeconds: number): OutcomePublisher {
  return {
    async write(jobId, outcome) {
      await redis.set(keys.outcome(jobId), JSON.stringify(outcome), 'EX', ttlSeconds, 'NX')
    },
    async announce(jobId) {
      await redis.publish(keys.changes, jobId)
    },
  }
}
