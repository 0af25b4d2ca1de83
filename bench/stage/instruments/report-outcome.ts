import * as real from '../../../apps/worker/src/registration/outcome-publisher.ts'
import { now, type Observation } from '../observations.ts'

/** The real one; reports when Redis has accepted an outcome. */
export function createOutcomePublisher(...options: Parameters<typeof real.createOutcomePublisher>) {
  const publisher = real.createOutcomePublisher(...options)
  return {
    ...publisher,
    async write(...[outcome, event]: Parameters<typeof publisher.write>) {
      await publisher.write(outcome, event)
      process.send?.({ jobId: event.jobId, at: now() } satisfies Observation)
    },
  }
}
