import { JOB_NAME, type RegistrationJob } from '@registrar/shared/contract/registration-job'
import type { OutageLog } from '@registrar/shared/process/outage-log'
import { explainRedisFault } from '@registrar/shared/redis/explain-redis-fault'
import type { QueueKeys } from '@registrar/shared/redis/keys'
import { isDemotion } from '@registrar/shared/redis/primary-only'
import { type JobJson, type JobsOptions, Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { queueUnavailable } from '../http/queue-unavailable.ts'

const JOB_OPTIONS: JobsOptions = {
  /** No failure is worth a blind repetition: what may be repeated is given back to the queue by the worker. */
  attempts: 1,
  /** A stack trace in Redis would tell strangers about the inside. */
  stackTraceLimit: 0,
}

/** Nobody reads BullMQ's event stream here; its default of 10,000 events would cost 1 MB for nothing. */
const KEPT_EVENTS = 1_000

/**
 * What `Queue.add` would hand to its backend, without the Job that it makes for each: docs/benchmarks.md has what that
 * saves, docs/decisions/0006-bullmqs-keys-are-read.md what it relies on.
 */
const fieldsOf = (jobId: string, job: RegistrationJob) =>
  ({
    name: JOB_NAME,
    data: JSON.stringify(job),
    opts: { ...JOB_OPTIONS, jobId },
    timestamp: Date.now(),
  }) as JobJson // the rest of which is what a job has later

/** Where accepted registrations wait for a worker. */
export type RegistrationQueue = {
  /** @throws Refusal queue_unavailable, within `redis`'s command time-out, when Redis does not take the job */
  add(jobId: string, job: RegistrationJob): Promise<void>
  close(): Promise<void>
}

/** `redis` must have no offline queue and a command time-out: a job is taken at once or not at all. */
export function createRegistrationQueue(redis: Redis, keys: QueueKeys, refusals: OutageLog): RegistrationQueue {
  let queue: Queue<RegistrationJob> | undefined

  // BullMQ waits for ever for a connection that was never up: the queue is made once there is one.
  const opened = () => {
    queue ??= new Queue<RegistrationJob>(keys.queue.name, {
      connection: redis,
      prefix: keys.queue.prefix,
      skipVersionCheck: true, // else an INFO that fails once would leave the queue broken
      streams: { events: { maxLen: KEPT_EVENTS } },
    }).on('error', () => {}) // the connection logs its own
    return queue
  }

  return {
    async add(jobId, job) {
      if (redis.status !== 'ready') throw queueUnavailable()
      try {
        await opened().backend.addJob(fieldsOf(jobId, job), jobId)
        refusals.up()
      } catch (cause) {
        // A connection that is lost or reopened logs that itself.
        if (redis.status === 'ready' && !isDemotion(cause)) refusals.down(explainRedisFault(cause))
        throw queueUnavailable(cause)
      }
    },
    async close() {
      await queue?.close()
    },
  }
}
