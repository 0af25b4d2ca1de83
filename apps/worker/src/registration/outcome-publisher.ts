import type { Outcome } from '@registrar/shared/contract/outcome'
import type { OutcomeEvent } from '@registrar/shared/contract/outcome-event'
import { growingPauses } from '@registrar/shared/process/growing-pauses'
import type { OutageLog } from '@registrar/shared/process/outage-log'
import { explainRedisFault } from '@registrar/shared/redis/explain-redis-fault'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { OutcomeStream } from '@registrar/shared/redis/outcome-stream'
import type { Redis } from 'ioredis'

/** Makes known what became of a registration. */
export type OutcomePublisher = {
  /** True when an earlier delivery of the job got as far as writing its outcome. */
  isWritten(jobId: string): Promise<boolean>
  /**
   * Keeps the outcome for its time to live, adds `event` to the outcome stream and announces it, all in one step. The first
   * one written stands: a repeated delivery changes and adds nothing. The user is stored by now, so this goes on until Redis
   * takes it. @throws AbortError when this process shuts down first
   */
  write(outcome: Outcome, event: OutcomeEvent): Promise<void>
  /**
   * Adds to the stream that the registration fails, just before its job does; no outcome is written. Goes on until Redis
   * takes it. @throws AbortError when this process shuts down first
   */
  writeFailure(event: OutcomeEvent): Promise<void>
  /** Wakes clients that wait for a change of this registration. It may be lost: they poll anyway. */
  announce(jobId: string): Promise<void>
}

type Options = { redis: Redis; keys: RedisKeys; stream: OutcomeStream; shutdown: AbortSignal; refusals: OutageLog }

export function createOutcomePublisher({ redis, keys, stream, shutdown, refusals }: Options): OutcomePublisher {
  const insist = async (write: () => Promise<unknown>) => {
    for await (const _ of growingPauses(shutdown)) {
      try {
        await write()
        return refusals.up()
      } catch (error) {
        refusals.down(explainRedisFault(error))
      }
    }
  }
  return {
    async isWritten(jobId) {
      return (await redis.exists(keys.outcome(jobId))) === 1
    },
    write: (outcome, event) => insist(() => stream.end(outcome, event)),
    writeFailure: (event) => insist(() => stream.append(event)),
    async announce(jobId) {
      await redis.publish(keys.changes, jobId)
    },
  }
}
