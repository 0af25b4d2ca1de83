import type { Logger } from '@registrar/shared/logger'
import { QUEUE_PREFIX } from '@registrar/shared/redis-keys'
import { RegistrationJob } from '@registrar/shared/registration-job'
import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { OutcomePublisher } from './outcome-publisher.ts'
import { type RegisterUserDeps, registerUser } from './register-user.ts'
import type { StoreAvailability } from './store-availability.ts'

/**
 * How long a job stays with a worker that has gone silent, and how often the others look for such jobs. With 5 s and
 * 2 s the job of a killed worker is taken up again after 7 s (with BullMQ's defaults of 30 s and 30 s: after 90 s).
 * A lock is renewed every half of its time, so an event loop may stand still for 2.5 s and lose nothing.
 */
const LOCK_MS = 5_000
const STALLED_CHECK_MS = 2_000

/** After an outage of Redis: BullMQ would wait 15 s before it asks for the next job again. */
const RETRY_FETCH_MS = 500

export type RegistrationWorkerDeps = RegisterUserDeps & {
  availability: StoreAvailability
  outcomes: OutcomePublisher
  redis: Redis
  queueName: string
  /** Aborts when this process leaves: jobs that cannot be finished are then given back. */
  leaving: AbortSignal
  /** Hashes in flight in this process. */
  concurrency: number
  log: Logger
}

export type RegistrationWorker = AsyncDisposable & {
  /** Takes jobs from now on. */
  resume(): void
  /** Takes no further job; those in hand go on. */
  pause(): void
}

/** Connects `registerUser` to the queue: takes jobs, translates what comes of them, gives back what it cannot finish. */
export function createRegistrationWorker(deps: RegistrationWorkerDeps): RegistrationWorker {
  const { availability, outcomes, redis, queueName, leaving, concurrency, log } = deps
  const store: RegisterUserDeps['store'] = { insert: (user) => availability.persist(() => deps.store.insert(user)) }

  const processJob = async (job: Job<unknown>, token?: string) => {
    const jobId = job.id!
    announce(jobId) // that it is being worked on
    try {
      const { username, userId, sealed } = RegistrationJob.parse(job.data)
      await availability.whenAvailable() // before hashing, so that no hash is computed in vain
      const registration = { jobId, createdAt: new Date(job.timestamp), username, userId, sealed }
      const outcome = await registerUser({ ...deps, store }, registration)
      await outcomes.write(jobId, outcome)
      await outcomes.announce(jobId)
      log.info({ jobId, status: outcome.status }, 'registration ended')
    } catch (error) {
      if (leaving.aborted) {
        await job.moveToWait(token)
        throw new WaitingError()
      }
      throw new UnrecoverableError(codeOf(error))
    }
  }
  const announce = (jobId: string) => void outcomes.announce(jobId).catch(() => {}) // they also look for themselves

  const worker = new Worker(queueName, processJob, {
    connection: redis,
    prefix: QUEUE_PREFIX,
    concurrency,
    autorun: false,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    runRetryDelay: RETRY_FETCH_MS,
    skipVersionCheck: true,
  })
  worker.on('error', (error) => log.debug({ fault: error.name }, 'the queue reports an error'))
  worker.on('failed', (job, error) => {
    log.error({ jobId: job?.id, code: error.message }, 'registration failed; it is kept for an operator')
    if (job?.id) announce(job.id)
  })
  worker.on('stalled', (jobId) => log.warn({ jobId }, 'the worker of this job is gone; it goes back to the queue'))

  return {
    resume: () => void worker.resume(),
    pause: () => void worker.pause(true),
    async [Symbol.asyncDispose]() {
      await worker.close(redis.status !== 'ready') // without Redis a gentle close would wait for it
    },
  }
}

/** What may be kept in Redis and logged about a fault: never a message, which could quote its input. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.name : 'unknown'
}
