import { faultReport } from '@registrar/shared/process/fault-report'
import type { Logger } from '@registrar/shared/process/logger'
import { explainRedisFault } from '@registrar/shared/redis/explain-redis-fault'
import { QUEUE_PREFIX } from '@registrar/shared/redis/keys'
import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { type ProcessJobDeps, processJob } from '../registration/process-job.ts'

/**
 * How long a job stays with a worker that has gone silent, and how often the others look for such jobs. With BullMQ's
 * 30 s and 30 s the job of a killed worker waits for 90 s; docs/operations.md has the figures for these. A lock is
 * renewed every half of its time, so an event loop may stand still for 2.5 s and lose nothing.
 */
export const LOCK_MS = 5_000
export const STALLED_CHECK_MS = 2_000

/** Should asking for a job fail with its connection, BullMQ would wait for 15 s before it asks again. */
const RETRY_FETCH_MS = 500

/** We count crashes ourselves, because only the store knows whether the last one came before or after the insert. */
const NEVER = Number.MAX_SAFE_INTEGER

export type RegistrationWorkerDeps = ProcessJobDeps & {
  redis: Redis
  queueName: string
  /** Aborts when this process leaves: jobs that cannot be finished are then given back. */
  leaving: AbortSignal
  /** Jobs in hand at the same time in this process. */
  jobsInHand: number
  /** How long a failed registration can be retried by an operator, in seconds. */
  failedTtlSeconds: number
  /** How long leaving may take, in seconds. */
  drainSeconds: number
  log: Logger
}

export type RegistrationWorker = AsyncDisposable & {
  /** Takes jobs from now on. */
  resume(): void
  /** Takes no further job; those in hand go on. */
  pause(): void
}

/** Connects `processJob` to the queue: takes jobs, translates what comes of them, gives back what it cannot finish. */
export function createRegistrationWorker(deps: RegistrationWorkerDeps): RegistrationWorker {
  const { outcomes, redis, queueName, leaving, log } = deps

  const process = async (job: Job<unknown>, token?: string) => {
    const { data, attemptsStarted, stalledCounter } = job
    const createdAt = new Date(job.timestamp)
    try {
      await processJob(deps, { jobId: job.id!, data, createdAt, attempt: attemptsStarted, crashes: stalledCounter })
    } catch (error) {
      if (leaving.aborted) {
        await job.moveToWait(token)
        throw new WaitingError()
      }
      if (!isCoded(error)) log.error({ jobId: job.id, ...faultReport(error) }, 'unhandled error in a job')
      throw new UnrecoverableError(isCoded(error) ? error.code : faultReport(error).fault)
    }
  }

  const worker = new Worker(queueName, process, {
    connection: redis,
    prefix: QUEUE_PREFIX,
    concurrency: deps.jobsInHand,
    autorun: false,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    maxStalledCount: NEVER,
    runRetryDelay: RETRY_FETCH_MS,
    /** The outcome is kept under its own key: the job, sealed password and all, goes as soon as it has ended. */
    removeOnComplete: { count: 0 },
    /** A failed job is kept, still sealed, for an operator to look at and retry. */
    removeOnFail: { age: deps.failedTtlSeconds },
    skipVersionCheck: true,
  })
  worker.on('error', (error) => log.debug({ reason: explainRedisFault(error) }, 'the queue reports a fault'))
  worker.on('stalled', (jobId) => log.warn({ jobId }, 'the worker of this job is gone; it goes back to the queue'))
  worker.on('failed', (job, error) => {
    log.error({ jobId: job?.id, code: error.message }, 'registration failed; it is kept for: npm run retry')
    if (job?.id) outcomes.announce(job.id).catch(() => {}) // who misses it looks for himself
  })

  return {
    resume: () => void worker.resume(),
    pause: () => void worker.pause(true),
    async [Symbol.asyncDispose]() {
      // Without Redis a gentle close waits for it. What is still in hand then comes back when its lock runs out.
      const lost = new Promise((resolve) => redis.once('close', resolve))
      const overdue = new Promise((resolve) => setTimeout(resolve, (deps.drainSeconds - 1) * 1_000).unref())
      if (redis.status === 'ready') await Promise.race([worker.close(), lost, overdue])
      else await Promise.race([worker.close(true), overdue])
    },
  }
}

/** A failure that was foreseen: its code may be kept in Redis and logged, where a message could quote its input. */
const isCoded = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
