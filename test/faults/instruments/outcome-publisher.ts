import * as real from '../../../apps/worker/src/registration/outcome-publisher.ts'
import { reach } from './points.ts'

export function createOutcomePublisher(...options: Parameters<typeof real.createOutcomePublisher>) {
  const publisher = real.createOutcomePublisher(...options)
  const written = new Set<string>()
  return {
    ...publisher,
    async write(jobId: string, ...rest: [Parameters<typeof publisher.write>[1]]) {
      await publisher.write(jobId, ...rest)
      written.add(jobId)
      await reach('outcome written')
    },
    async announce(jobId: string) {
      await publisher.announce(jobId)
      if (written.has(jobId)) await reach('announced')
    },
  }
}
