import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq'
import type { Redis } from 'ioredis'
import { faultReport } from '../process/fault-report.ts'
import type { Logger } from '../process/logger.ts'
import { explainRedisFault } from '../redis/explain-redis-fault.ts'
import type { QueueKeys } from '../redis/keys.ts'
import { recovered } from '../telemetry/observations.ts'
import { guardAgainstClockJumps } from './clock-guard.ts'
import { closeWorker } from './close-worker.ts'
import { type Delivery, RetryLater } from './delivery.ts'
import { LOCK_OPTIONS } from './job-locks.ts'
import { followLine } from './line-follower.ts'
import { NotAloneError, SolitaryWorker } from './solitary-worker.ts'

/** The failure code of a bug: the log has its kind and its place. */
const UNEXPECTED = 'unexpected_error'

export type QueueWorkerOptions<FailureCode extends string = string> = {
  /** From `connectRedis`, with `maxRetriesPerRequest: null`: what is asked while Redis is unavailable waits for it. */
  redis: Redis
  keys: QueueKeys
  /**
   * Takes one delivery to its end. What it throws fails the job for good, except a RetryLater, and anything at all
   * once `shutdown` has aborted: the job then goes back to the queue.
   */
  process: (delivery: Delivery) => Promise<void>
  /** What is kept in Redis about an error that `process` threw; undefined for one that it should not have thrown. */
  failureCodeOf: (error: unknown) => FailureCode | undefined
  /** What a log line about a job says of its data, which nobody has checked. */
  describe?: (data: unknown) => object
  /** Called after a job has failed for good. */
  onFailed?: (jobId: string, code: FailureCode | typeof UNEXPECTED, description: object) => void
  /** Aborts when this process shuts down: jobs that cannot be finished are then given back. */
  shutdown: AbortSignal
  /** Jobs in flight at the same time in this process. */
  concurrency: number
  /** The same while very many wait. Default: `concurrency`. */
  concurrencyWhileWaiting?: number
  /** How long a failed job is kept, in seconds. */
  failedTtlSeconds: number
  /** How long the shutdown may take, in seconds. */
  drainSeconds: number
  log: Logger
}

export type QueueWorker = AsyncDisposable & {
  /** Takes jobs from now on. */
  resume(): void
  /** Takes no further job; those in flight go on. */
  pause(): void
}

/**
 * Takes jobs from a queue, whatever they are about, and gives back those that it cannot finish. Takes none until it is
 * resumed. Disposing it waits for the jobs in flight, until a second before `drainSeconds` are over, and gives back the
 * others.
 */
export function createQueueWorker<FailureCode extends string>(options: QueueWorkerOptions<FailureCode>): QueueWorker {
  const { redis, keys, shutdown, failureCodeOf, describe = () => ({}), log } = options

  const process = async (job: Job<unknown>, token?: string) => {
    const delivery = deliveryOf(job)
    const work = () => options.process(delivery)
    try {
      // What has crashed a worker before may do it again: then it shall take no other job with it.
      await (delivery.crashes > 0 ? worker.alone(work) : work())
    } catch (error) {
      if (shutdown.aborted || error instanceof NotAloneError) {
        await giveBack(job)
        throw new WaitingError()
      }
      if (error instanceof RetryLater) {
        await job.moveToDelayed(Date.now() + error.delayMs, token)
        throw new DelayedError()
      }
      const code = failureCodeOf(error)
      if (!code) log.error({ jobId: job.id, ...describe(job.data), ...faultReport(error) }, 'unhandled error in a job')
      throw new UnrecoverableError(code ?? UNEXPECTED)
    }
  }

  const worker = new SolitaryWorker(keys.queue.name, process, {
    connection: redis,
    prefix: keys.queue.prefix,
    concurrency: options.concurrency,
    autorun: false,
    ...LOCK_OPTIONS,
    /** Whatever came of a job is kept elsewhere: the job, data and all, goes as soon as it has succeeded. */
    removeOnComplete: { count: 0 },
    /** A failed job is kept as it was, for an operator to look at and retry. */
    removeOnFail: { age: options.failedTtlSeconds },
    skipVersionCheck: true,
  })
  worker.on('error', (error) => log.debug({ reason: explainRedisFault(error) }, 'queue error'))
  worker.on('stalled', (jobId) =>
    log.warn({ jobId }, 'the worker of this job died or hung; returning the job to the queue'),
  )
  worker.on('stalled', () => recovered.publish({ kind: 'stalled_job' }))
  worker.on('failed', (job, error) => {
    if (job?.id) options.onFailed?.(job.id, error.message as FailureCode | typeof UNEXPECTED, describe(job.data))
  })
  const clockGuard = guardAgainstClockJumps(redis, keys)
  const lineFollower = followLine({
    redis,
    keys,
    least: options.concurrency,
    most: options.concurrencyWhileWaiting ?? options.concurrency,
    isBusy: () => worker.taken.length > 0,
    takeUpTo: (jobs) => worker.takeUpTo(jobs),
  })

  return {
    resume: () => void worker.resume(),
    pause: () => void worker.pause(true),
    async [Symbol.asyncDispose]() {
      using _guard = clockGuard
      using _follower = lineFollower
      await closeWorker(worker, {
        ...options,
        giveBack: () => Promise.allSettled(worker.taken.map(giveBack)), // one that ends meanwhile cannot be given back
      })
    },
  }
}

/** Any worker may take it at once. What this one still does for it changes nothing: it holds the lock no longer. */
async function giveBack(job: Job): Promise<void> {
  await job.moveToWait(job.token)
  recovered.publish({ kind: 'given_back' })
}

const deliveryOf = (job: Job<unknown>): Delivery => ({
  jobId: job.id!,
  data: job.data,
  createdAt: new Date(job.timestamp),
  attempt: job.attemptsStarted,
  crashes: job.stalledCounter,
  failures: job.attemptsMade,
})
