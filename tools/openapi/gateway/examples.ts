import type { Problem } from '@registrar/shared/contract/problem'
import { REGISTRATION_PROBLEMS, type RegistrationProblemCode } from '@registrar/shared/contract/registration-problems'
import { problemExamples } from '../problem-examples.ts'

const jobId = '2b0c3f0e-6b1d-4c43-9d0a-2f6f5c3f7f52'
const links = { self: `/register/${jobId}`, events: `/register/${jobId}/events` }
const createdAt = '2026-11-25T13:48:18.034Z'
const finishedAt = '2026-11-25T13:48:18.065Z'

/** What the gateway answers about registrations. A test compares those that can be provoked with real answers. */
export const REGISTRATIONS = {
  accepted: { jobId, status: 'queued', links },
  processing: { jobId, links, status: 'processing', createdAt },
  completed: {
    jobId,
    links,
    status: 'completed',
    userId: '5d0a4e7c-0f8e-4a53-b5a9-3d0d1c2b7e11',
    createdAt,
    finishedAt,
  },
  rejected: { jobId, links, status: 'rejected', reason: 'username_taken', createdAt, finishedAt },
  failed: { jobId, links, status: 'failed', reason: 'internal_error', createdAt, finishedAt },
} as const

const event = (registration: { status: string }, retry: number) => ({
  event: 'status',
  id: registration.status,
  retry,
  data: JSON.stringify(registration),
})

/** The events of a whole stream. */
export const EVENTS = {
  processing: event(REGISTRATIONS.processing, 2_000),
  completed: event(REGISTRATIONS.completed, 3_600_000),
}

/** What the gateway says with each refusal. A test compares those that can be provoked with real answers. */
export const GATEWAY_PROBLEMS: Record<RegistrationProblemCode, Problem> = problemExamples(REGISTRATION_PROBLEMS, {
  malformed_json: 'Send well-formed JSON.',
  not_found: 'There is no registration with this id, or its outcome has expired.',
  method_not_allowed: 'Use GET, HEAD, POST.',
  length_required: 'Send the body with a Content-Length, not in chunks.',
  content_too_large: 'Send at most 16384 bytes.',
  unsupported_media_type: 'Send Content-Type: application/json.',
  internal_error: 'The error has been logged. Trying again may help.',
  invalid_idempotency_key: 'Send 1 to 255 visible ASCII characters in double quotes, such as "a-uuid".',
  csrf_rejected: 'Send the cookie that came with the form.',
  invalid_registration: {
    detail: 'Fix the fields listed in "errors", then send the request again.',
    errors: [
      { pointer: '#/username', code: 'too_short', detail: 'Use at least 3 characters.' },
      { pointer: '#/password', code: 'too_short', detail: 'Use at least 15 characters.' },
    ],
  },
  idempotency_key_reused: 'Use a new key for a different registration.',
  too_many_requests: 'Try again in 42 s.',
  overloaded: 'Try again in 17 s with the same request.',
  queue_unavailable: 'Try again in a few seconds.',
})
