/** BullMQ's own default, fixed because we read its keys too (docs/decisions/0006-bullmqs-keys-are-read.md). */
const QUEUE_PREFIX = 'bull'

/** What BullMQ keeps of a job in its hash, by what it means. All are absent until they have a value. */
export const JOB_FIELDS = {
  /** When it was added, in ms since 1970. */
  createdAt: 'timestamp',
  /** When a worker last began with it, in ms since 1970. */
  startedAt: 'processedOn',
  /** When it failed, in ms since 1970: of a job that succeeded nothing is kept. */
  finishedAt: 'finishedOn',
  /** How many of its workers died, or hung for longer than its lock. */
  crashes: 'stc',
  /** Why it failed: what `failureCodeOf` said. */
  failureCode: 'failedReason',
  /** What it carries, as JSON. */
  data: 'data',
} as const

/**
 * The keys of one BullMQ queue, as far as they are read here; BullMQ writes them. Only BullMQ itself is given the name
 * and the prefix.
 */
export function queueKeys(name: string, prefix = QUEUE_PREFIX) {
  const key = (suffix: string) => `${prefix}:${name}:${suffix}`
  return {
    queue: { name, prefix },
    /** The hash of one job: see `JOB_FIELDS`. */
    job: (jobId: string) => key(jobId),
    /** Its holder works on the job; it expires unless renewed. */
    lock: (jobId: string) => key(`${jobId}:lock`),
    /** List: the job ids that no worker has taken yet. */
    wait: key('wait'),
    /** List: the job ids that workers have taken. */
    active: key('active'),
    /** Sorted set: the job ids that wait for a moment. */
    delayed: key('delayed'),
    /** Sorted set: the job ids that failed and are kept, by when they failed. */
    failed: key('failed'),
    /** Counts every job that was ever added. */
    everAdded: key('id'),
    /** Holds back the next search for jobs of dead workers; it expires. */
    stalledCheck: key('stalled-check'),
  }
}
export type QueueKeys = ReturnType<typeof queueKeys>

/**
 * Every key and channel of the registrations, BullMQ's among them. The queue's name, hash tag and all, is part of each,
 * so that they share its slot in a Redis Cluster and two queues on one Redis never meet.
 */
export function redisKeys(queueName: string) {
  return {
    ...queueKeys(queueName),
    /** How one registration ended: an `Outcome` as JSON, with a time to live. */
    outcome: (jobId: string) => `registrar:${queueName}:outcome:${jobId}`,
    /** Which registration an Idempotency-Key stands for; `digest` is a keyed one. */
    idempotency: (digest: string) => `registrar:${queueName}:idempotency:${digest}`,
    /** How many sign-up requests one network has sent in this minute: this, a colon and the network. */
    rate: `registrar:${queueName}:rate`,
    /** Never there: what is written to see whether Redis takes writes. */
    probe: `registrar:${queueName}:probe`,
    /** How many verifications of one name have failed in a row; `digest` is the name's. */
    attempts: (digest: string) => `registrar:${queueName}:attempts:${digest}`,
    /** Carries the job id of each registration whose status has just changed. */
    changes: `registrar:${queueName}:changes`,
    /** The stream of outcomes, which other systems may read too. */
    outcomes: `registrar:${queueName}:outcomes`,
    /** How deliveries to one endpoint go: failures in a row, the last answer, why it is parked. */
    endpoint: (endpointId: string) => `registrar:${queueName}:webhooks:${endpointId}`,
    /** The queue of what one endpoint is still to get. */
    deliveries: (endpointId: string) => queueKeys(endpointId, `${QUEUE_PREFIX}:${queueName}:webhooks`),
  }
}
export type RedisKeys = ReturnType<typeof redisKeys>
