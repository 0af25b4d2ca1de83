import { z } from 'zod'
import type { Outcome } from './outcome.ts'
import { Traceparent } from './traceparent.ts'

/** What an entry of the outcome stream may report. */
export const EVENT_TYPES = ['registration.completed', 'registration.rejected', 'registration.failed'] as const
export type EventType = (typeof EVENT_TYPES)[number]

const about = {
  /** The same however often the event is delivered: receivers recognise a repetition by it. */
  eventId: z.string().min(1),
  jobId: z.string().min(1),
  createdAt: z.iso.datetime({ precision: 3 }),
  finishedAt: z.iso.datetime({ precision: 3 }),
  /** The trace that the registration's request belongs to, where it named one. */
  traceparent: Traceparent.optional(),
}

/**
 * How a registration ended, as other systems learn it: one flat entry of the outcome stream. Fields that a newer release
 * adds are passed over. Never in it: a password, a seal, a hash, an address.
 */
export const OutcomeEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('registration.completed'), ...about, username: z.string(), userId: z.string() }),
  z.object({ type: z.literal('registration.rejected'), ...about, username: z.string(), reason: z.string() }),
  /** Not final: an operator's retry may be followed by another event. A job that cannot be read has no user name. */
  z.object({ type: z.literal('registration.failed'), ...about, username: z.string().optional(), reason: z.string() }),
])
export type OutcomeEvent = z.infer<typeof OutcomeEvent>

/** The event of a registration that has an outcome; there is one such event, so the job id is id enough. */
export function eventOf(jobId: string, username: string, outcome: Outcome, traceparent?: string): OutcomeEvent {
  const { status, ...rest } = outcome
  const event = { eventId: jobId, type: `registration.${status}`, jobId, username, ...rest }
  return { ...event, ...(traceparent && { traceparent }) } as OutcomeEvent
}

/**
 * The event of a registration that fails. `attempt` counts its failures, from 1 and over all retries, so that each
 * failure has an id of its own.
 */
export const failureOf = (
  jobId: string,
  attempt: number,
  about: { username?: string | undefined; traceparent?: string | undefined; createdAt: Date; finishedAt: Date },
): OutcomeEvent => ({
  eventId: `${jobId}.failed.${attempt}`,
  type: 'registration.failed',
  jobId,
  ...(about.username !== undefined && { username: about.username }),
  reason: 'internal_error',
  createdAt: about.createdAt.toISOString(),
  finishedAt: about.finishedAt.toISOString(),
  ...(about.traceparent && { traceparent: about.traceparent }),
})
