import { z } from 'zod'

const moments = { createdAt: z.iso.datetime({ precision: 3 }), finishedAt: z.iso.datetime({ precision: 3 }) }

/**
 * How a registration ended, as kept in Redis under its own key. `failed` is not here: that a job failed is known
 * to the queue alone, which keeps the job, so that no second record could ever disagree with it.
 */
export const Outcome = z.discriminatedUnion('status', [
  z.object({ status: z.literal('completed'), userId: z.uuid(), ...moments }),
  z.object({ status: z.literal('rejected'), reason: z.literal('username_taken'), ...moments }),
])
export type Outcome = z.infer<typeof Outcome>
