import * as real from '../../../apps/worker/src/registration/outcome-publisher.ts'
import { reach } from './points.ts'

export function createOutcomePublisher(...options: Parameters<typeof real.createOutcomePublisher>) {
  const publisher = real.createOutcomePublisher(...options)
  return {
    ...publisher,
    async write(...written: Parameters<typeof publisher.write>) {
      await publisher.write(...written)
      await reach('outcome written')
    },
    async writeFailure(event: Parameters<typeof publisher.writeFailure>[0]) {
      await publisher.writeFailure(event)
      await reach('failure written')
    },
  }
}
