import { z } from 'zod'
import { Completed, moments, Rejected } from './outcome.ts'

const about = {
  jobId: z.uuid().describe('Random: having it is the right to read the registration.'),
  links: z.strictObject({
    self: z.string().describe('Path of the registration.'),
    events: z.string().describe('Path of its event stream.'),
  }),
}

/** A registration without an outcome. */
const PendingRegistration = z.strictObject({
  status: z.enum(['queued', 'processing']),
  createdAt: moments.createdAt,
  ...about,
})
export type PendingRegistration = z.infer<typeof PendingRegistration>

/** Ended by a fault of ours; an operator may still retry it. */
const FailedRegistration = z.strictObject({
  status: z.literal('failed'),
  reason: z.literal('internal_error'),
  ...moments,
  ...about,
})

/** A registration as the outside sees it: one request to become a user, with a job id and, in the end, an outcome. */
export const Registration = z.discriminatedUnion('status', [
  PendingRegistration,
  z.strictObject({ ...Completed.shape, ...about }),
  z.strictObject({ ...Rejected.shape, ...about }),
  FailedRegistration,
])
export type Registration = z.infer<typeof Registration>
export type EndedRegistration = Exclude<Registration, PendingRegistration>
export type CompletedRegistration = Extract<Registration, { status: 'completed' }>
export type RejectedRegistration = Extract<Registration, { status: 'rejected' }>
export type FailedRegistration = Extract<Registration, { status: 'failed' }>

/** Whether the registration has no outcome yet. */
export const isPending = (registration: Registration): registration is PendingRegistration =>
  registration.status === 'queued' || registration.status === 'processing'

/** What a sign-up is answered with: `202`. */
export const AcceptedRegistration = z.strictObject({ status: z.literal('queued'), ...about })
export type AcceptedRegistration = z.infer<typeof AcceptedRegistration>
