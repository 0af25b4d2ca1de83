import * as real from '../../../apps/worker/src/registration/process-job.ts'
import { now, type Sighting } from '../sightings.ts'

/** The real thing; tells when this worker has begun with a job. */
export function processJob(...[deps, delivery]: Parameters<typeof real.processJob>): Promise<void> {
  process.send?.({ jobId: delivery.jobId, at: now() } satisfies Sighting)
  return real.processJob(deps, delivery)
}
