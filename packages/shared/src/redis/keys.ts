/** BullMQ's own default, fixed because others read these keys too. */
export const QUEUE_PREFIX = 'bull'

/**
 * The keys and the channel that belong to one queue. The queue's name, hash tag and all, is part of each, so that
 * they share its slot in a Redis Cluster and two queues on one Redis never meet.
 */
export function redisKeys(queueName: string) {
  return {
    /** BullMQ's hash of one job. */
    job: (jobId: string) => `${QUEUE_PREFIX}:${queueName}:${jobId}`,
    /** How one registration ended: an `Outcome` as JSON, with a time to live. */
    outcome: (jobId: string) => `registrar:${queueName}:outcome:${jobId}`,
    /** Which registration an Idempotency-Key stands for; `digest` is a keyed one. */
    idempotency: (digest: string) => `registrar:${queueName}:idempotency:${digest}`,
    /** Carries the job id of each registration whose status has just changed. */
    changes: `registrar:${queueName}:changes`,
  }
}
export type RedisKeys = ReturnType<typeof redisKeys>
