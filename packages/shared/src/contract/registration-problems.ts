import { HTTP_PROBLEMS, type Problems, problemOf } from './problem.ts'

/** Every refusal of the gateway. */
export const REGISTRATION_PROBLEMS = {
  ...HTTP_PROBLEMS,
  invalid_idempotency_key: { status: 400, title: 'The Idempotency-Key is not valid' },
  csrf_rejected: { status: 403, title: 'The form was rejected' },
  invalid_registration: { status: 422, title: 'The registration is not valid' },
  idempotency_key_reused: { status: 422, title: 'The Idempotency-Key was used for another registration' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  overloaded: { status: 503, title: 'Too many registrations are waiting' },
  queue_unavailable: { status: 503, title: 'Sign-up is temporarily unavailable' },
} as const satisfies Problems
export type RegistrationProblemCode = keyof typeof REGISTRATION_PROBLEMS

/** A problem document of the gateway. */
export const RegistrationProblem = problemOf(REGISTRATION_PROBLEMS)
