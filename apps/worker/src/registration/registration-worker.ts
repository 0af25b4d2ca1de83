import { createQueueWorker, type QueueWorker, type QueueWorkerOptions } from '@registrar/shared/queue/queue-worker'
import { type ProcessJobDeps, processJob } from './process-job.ts'
import { failureCodeOf } from './registration-failure.ts'

type RegistrationWorkerDeps = ProcessJobDeps & Omit<QueueWorkerOptions, 'process' | 'failureCodeOf' | 'onFailed'>

/** Takes registrations from their queue, each to its end. */
export function createRegistrationWorker(deps: RegistrationWorkerDeps): QueueWorker {
  return createQueueWorker({
    ...deps,
    process: (delivery) => processJob(deps, delivery),
    failureCodeOf,
    onFailed(jobId, code) {
      deps.log.error({ jobId, code }, 'registration failed; it is kept for: npm run retry')
      deps.outcomes.announce(jobId).catch(() => {}) // readers poll anyway
    },
  })
}
