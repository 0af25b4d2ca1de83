import { z } from 'zod'

/** A registration as the outside sees it: one request to become a user, with a job id and, in the end, an outcome. */
export const Registration = z.strictObject({
  jobId: z.uuid(),
  /** queued and processing are pending; the other three are outcomes. */
  status: z.enum(['queued', 'processing', 'completed', 'rejected', 'failed']),
  createdAt: z.iso.datetime({ precision: 3 }),
  finishedAt: z.iso.datetime({ precision: 3 }).optional(),
  userId: z.uuid().optional(),
  reason: z.enum(['username_taken', 'internal_error']).optional(),
  links: z.strictObject({ self: z.string(), events: z.string() }),
})
export type Registration = z.infer<typeof Registration>

/** True as long as the registration has no outcome. */
export const isPending = ({ status }: Pick<Registration, 'status'>) => status === 'queued' || status === 'processing'
