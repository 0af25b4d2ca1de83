import { OutcomeEvent } from '@registrar/shared/contract/outcome-event'
import type { Logger } from '@registrar/shared/process/logger'
import { guardAgainstClockJumps } from '@registrar/shared/queue/clock-guard'
import { closeWorker } from '@registrar/shared/queue/close-worker'
import { LOCK_OPTIONS } from '@registrar/shared/queue/job-locks'
import { explainRedisFault } from '@registrar/shared/redis/explain-redis-fault'
import type { QueueKeys } from '@registrar/shared/redis/keys'
import { type Job, WaitingError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { retryDelayMs } from '../schedule/retry-delay.ts'
import type { Attempt } from '../send/attempt.ts'

type Deps = {
  redis: Redis
  keys: QueueKeys
  /** Deliveries at a time. */
  concurrency: number
  keepGivenUpSeconds: number
  /** Makes one attempt and notes what came of it. */
  attempt(event: OutcomeEvent): Promise<Attempt>
  drainSeconds: number
  log: Logger
}

/** The attempt failed. The message is kept in Redis: it says nothing that the receiver wrote. */
class DeliveryFailed extends Error {
  override name = 'DeliveryFailed'
  readonly retryAfterMs: number | undefined

  constructor({ answer, retryAfterMs }: Attempt) {
    super(answer)
    this.retryAfterMs = retryAfterMs
  }
}

/**
 * Takes the events of one endpoint from its queue, one attempt each, and leaves the rest of their schedule to BullMQ. This
 * is no `createQueueWorker`: there a job is attempted once, a failure is final, and a job whose worker died is processed
 * alone. An event has ten attempts, and that a notifier died says nothing about it.
 */
export function startDeliveryWorker(deps: Deps): AsyncDisposable {
  const { redis, keys, log } = deps
  const { name, prefix } = keys.queue

  const deliver = async (job: Job<unknown>, token?: string) => {
    const attempt = await deps.attempt(OutcomeEvent.parse(job.data))
    if (attempt.isDelivered) return
    if (!attempt.isGone) throw new DeliveryFailed(attempt)
    await job.moveToWait(token) // it waits for the operator, with all of its attempts
    throw new WaitingError()
  }

  const worker = new Worker(name, deliver, {
    connection: redis,
    prefix,
    concurrency: deps.concurrency,
    ...LOCK_OPTIONS,
    removeOnComplete: { count: 0 },
    removeOnFail: { age: deps.keepGivenUpSeconds },
    skipVersionCheck: true,
    settings: {
      backoffStrategy: (failures, _type, error) =>
        retryDelayMs(failures, error instanceof DeliveryFailed ? error.retryAfterMs : undefined),
    },
  })
  worker.on('error', (error) => log.debug({ reason: explainRedisFault(error) }, 'queue error'))
  worker.on('failed', (job, error) => {
    if (job?.finishedOn)
      log.error(
        {
          endpoint: name,
          eventId: job.id,
          traceparent: OutcomeEvent.safeParse(job.data).data?.traceparent,
          answer: error.message,
          attempts: job.attemptsMade,
        },
        'given up after its last attempt; npm run webhooks -- resume puts it back',
      )
  })
  const clockGuard = guardAgainstClockJumps(redis, keys)

  return {
    async [Symbol.asyncDispose]() {
      using _guard = clockGuard
      await closeWorker(worker, deps)
    },
  }
}
