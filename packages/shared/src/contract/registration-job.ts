import { z } from 'zod'
import { Traceparent } from './traceparent.ts'

/** The hash tag keeps every key of the queue on one node of a Redis Cluster. */
export const QUEUE_NAME = '{register}'

/** The one kind of job in the queue. */
export const JOB_NAME = 'register'

/**
 * What the gateway puts into Redis for a worker, readable to anyone who can read Redis: hence the seal.
 * The canonical user name is not here: the worker derives it and compares it with the one inside the seal.
 * Fields that a newer release adds are passed over; a newer `version` says that they must not be.
 */
export const RegistrationJob = z.object({
  version: z.literal(1),
  userId: z.uuid(),
  username: z.string().min(1).max(256),
  sealed: z.string().min(1).max(4096),
  /** The request that made the job, for the log lines of the worker. */
  requestId: z.string().max(128).optional(),
  /** The trace that this request belongs to, where it named one. */
  traceparent: Traceparent.optional(),
})
export type RegistrationJob = z.infer<typeof RegistrationJob>
