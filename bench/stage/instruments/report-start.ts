import * as real from '../../../apps/worker/src/registration/process-job.ts'
import { now, type Observation } from '../observations.ts'

/** The real one; reports when this worker starts a job. */
export function processJob(...[deps, delivery]: Parameters<typeof real.processJob>): Promise<void> {
  process.send?.({ jobId: delivery.jobId, at: now() } satisfies Observation)
  return real.processJob(deps, delivery)
}
