import { failureOf } from '@registrar/shared/contract/outcome-event'
import { RegistrationJob } from '@registrar/shared/contract/registration-job'
import type { Delivery } from '@registrar/shared/queue/delivery'
import { createQueueWorker, type QueueWorker, type QueueWorkerOptions } from '@registrar/shared/queue/queue-worker'
import { type ProcessJobDeps, processJob } from './process-job.ts'
import { failureCodeOf } from './registration-failure.ts'
import { trailOf } from './trail.ts'

type RegistrationWorkerDeps = ProcessJobDeps &
  Omit<QueueWorkerOptions, 'process' | 'failureCodeOf' | 'describe' | 'onFailed'>

/** Takes registrations from their queue, each to its end. */
export function createRegistrationWorker(deps: RegistrationWorkerDeps): QueueWorker {
  return createQueueWorker({
    ...deps,
    async process(delivery) {
      try {
        await deps.groups.during(() => processJob(deps, delivery))
      } catch (error) {
        if (!deps.shutdown.aborted) await deps.outcomes.writeFailure(failureIn(delivery)) // before the job fails
        throw error
      }
    },
    failureCodeOf,
    describe: trailOf,
    onFailed(jobId, code, trail) {
      deps.log.error({ jobId, ...trail, code }, 'registration failed; kept for npm run retry')
      deps.outcomes.announce(jobId).catch(() => {}) // readers poll anyway
    },
  })
}

/** A job that failed because it could not be read may not even have a name. */
function failureIn({ jobId, data, createdAt, failures }: Delivery) {
  const job = RegistrationJob.pick({ username: true, traceparent: true }).safeParse(data)
  return failureOf(jobId, failures + 1, { ...job.data, createdAt, finishedAt: new Date() })
}
