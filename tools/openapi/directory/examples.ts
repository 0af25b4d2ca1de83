import { DIRECTORY_PROBLEMS, type DirectoryProblemCode } from '@registrar/shared/contract/directory-problems'
import type { DirectoryUser, Verification } from '@registrar/shared/contract/directory-user'
import type { Problem } from '@registrar/shared/contract/problem'
import { problemExamples } from '../problem-examples.ts'

export const USER: DirectoryUser = {
  userId: '5d0a4e7c-0f8e-4a53-b5a9-3d0d1c2b7e11',
  username: 'Ada',
  createdAt: '2026-11-25T13:48:18.034Z',
  updatedAt: '2026-11-25T14:02:55.310Z',
  disabled: false,
  passwordChangedAt: '2026-11-25T13:48:18.034Z',
}

const { userId, username } = USER

/** What the directory answers about users. A test compares those that can be provoked with real answers. */
export const VERIFICATIONS = {
  verified: { verified: true, userId, username },
  notVerified: { verified: false },
} satisfies Record<string, Verification>

/** The cursor names the moment and the id of the last user: opaque to callers. */
export const CURSOR = Buffer.from(`${Date.parse(USER.createdAt)} ${userId}`).toString('base64url')

export const USERS = {
  found: { users: [USER] },
  nobody: { users: [] },
  page: { users: [USER], next: CURSOR },
}

/** What the directory says with each refusal. A test compares those that can be provoked with real answers. */
export const DIRECTORY_REFUSALS: Record<DirectoryProblemCode, Problem> = problemExamples(DIRECTORY_PROBLEMS, {
  malformed_json: 'Send well-formed JSON.',
  not_found: 'There is no user with this id.',
  method_not_allowed: 'Use GET, HEAD, PATCH, DELETE.',
  length_required: 'Send the body with a Content-Length, not in chunks.',
  content_too_large: 'Send at most 16384 bytes.',
  unsupported_media_type: 'Send Content-Type: application/json.',
  internal_error: 'The error has been logged. Trying again may help.',
  invalid_api_key: 'Send a valid key as "Authorization: Bearer rk_…".',
  insufficient_scope: 'This request needs a key with the scope users:write.',
  account_disabled: 'The password is correct, but the user is disabled.',
  username_taken: 'Choose another name: this one is in use, or was until recently.',
  precondition_failed: 'The user has changed since you read it. Read it again, then retry.',
  invalid_request: {
    detail: 'Fix the fields listed in "errors", then send the request again.',
    errors: [{ pointer: '#/username', code: 'too_short', detail: 'Use at least 3 characters.' }],
  },
  too_many_attempts: 'Too many wrong passwords for this name. Wait before trying again.',
  overloaded: 'The password could not be checked in time. Send fewer requests at once, then try again.',
  queue_unavailable: 'Nothing was verified or changed. Try again in a few seconds.',
  store_unavailable: 'Try again in a few seconds.',
})
