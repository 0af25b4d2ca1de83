import { z } from 'zod'

/** RFC 3339, UTC, with milliseconds. */
export const moment = z.iso.datetime({ precision: 3 })
export const moments = {
  createdAt: moment.describe('When the registration was accepted.'),
  finishedAt: moment.describe('When it ended.'),
}

/** The user exists, under the id that the gateway chose. */
export const Completed = z.object({
  status: z.literal('completed'),
  userId: z.uuid().describe('The user that was created.'),
  ...moments,
})
/** Another user has the name. */
export const Rejected = z.object({ status: z.literal('rejected'), reason: z.literal('username_taken'), ...moments })

/**
 * How a registration ended, as kept in Redis under its own key. `failed` is not here: that a job failed is known
 * to the queue alone, which keeps the job, so that no second record could ever disagree with it.
 */
export const Outcome = z.discriminatedUnion('status', [Completed, Rejected])
export type Outcome = z.infer<typeof Outcome>
