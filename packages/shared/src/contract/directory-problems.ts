import { HTTP_PROBLEMS, type Problems, problemOf } from './problem.ts'

/** Every refusal of the directory. */
export const DIRECTORY_PROBLEMS = {
  ...HTTP_PROBLEMS,
  invalid_api_key: { status: 401, title: 'The API key is missing or not valid' },
  insufficient_scope: { status: 403, title: 'The API key lacks a scope' },
  account_disabled: { status: 403, title: 'The user is disabled' },
  username_taken: { status: 409, title: 'The user name is taken' },
  precondition_failed: { status: 412, title: 'The user has changed' },
  invalid_request: { status: 422, title: 'The request is not valid' },
  too_many_attempts: { status: 429, title: 'Too many failed verifications' },
  overloaded: { status: 503, title: 'Too many verifications are waiting' },
  queue_unavailable: { status: 503, title: 'Redis is temporarily unavailable' },
  store_unavailable: { status: 503, title: 'The user store is temporarily unavailable' },
} as const satisfies Problems
export type DirectoryProblemCode = keyof typeof DIRECTORY_PROBLEMS

/** A problem document of the directory. */
export const DirectoryProblem = problemOf(DIRECTORY_PROBLEMS)
