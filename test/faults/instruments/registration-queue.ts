import * as real from '../../../apps/gateway/src/register/registration-queue.ts'
import { reach } from './points.ts'

export function createRegistrationQueue(...options: Parameters<typeof real.createRegistrationQueue>) {
  const queue = real.createRegistrationQueue(...options)
  return {
    ...queue,
    async add(...job: Parameters<typeof queue.add>) {
      await reach('job to be added')
      await queue.add(...job)
      await reach('job added')
    },
  }
}
