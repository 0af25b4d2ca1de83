import { json } from '../common.ts'
import { CURSOR, USER, USERS, VERIFICATIONS } from './examples.ts'
import { done, ok, operation } from './operation.ts'

const userIdParameter = {
  name: 'userId',
  in: 'path',
  required: true,
  description: 'From a verification, or from the outcome of a registration.',
  schema: { type: 'string', format: 'uuid' },
}
const query = (name: string, description: string, schema: object, example?: unknown) => ({
  name,
  in: 'query',
  description,
  schema,
  ...(example !== undefined && { example }),
})
const string = { type: 'string' }

/** In this order, and `/users/export` before the ids, as the directory itself looks at them. */
export const paths = {
  '/verify': {
    post: operation({
      scope: 'verify',
      operationId: 'verifyPassword',
      summary: 'Verify a password',
      description:
        'A wrong password, an unknown name and one that cannot be a name are answered alike. After five failures in a row ' +
        'for one name the wait doubles from 1 s to 15 min; after 100 the name is closed until it is unlocked or gets a new ' +
        'password. A 503 says nothing about the password and is not counted.',
      body: {
        mediaType: 'application/json',
        schema: 'VerifyRequest',
        example: { username: 'ada', password: 'correct horse battery staple', client: '192.0.2.7' },
      },
      responses: { 200: ok('Whether it is the password of that user.', json('Verification', VERIFICATIONS)) },
      refusals: ['account_disabled', 'too_many_attempts', 'overloaded', 'queue_unavailable'],
    }),
  },
  '/users': {
    get: operation({
      scope: 'users:read',
      operationId: 'listUsers',
      summary: 'Find users by name or ids, or read them page by page',
      description: 'With `username` or `ids` nothing else may be given. Pages are in order of creation, oldest first.',
      parameters: [
        // No examples of these two: tools send all examples of an operation together, and these go with no other.
        query('username', 'Finds the user with this name, in any spelling.', string),
        query('ids', 'Finds up to 100 users by their ids, separated by commas.', string),
        query('limit', 'Users a page.', { type: 'integer', minimum: 1, maximum: 1_000, default: 100 }, 100),
        query('after', 'The `next` of the page before.', string, CURSOR),
      ],
      responses: { 200: ok('Those that there are; `next` is there while there may be more.', json('Users', USERS)) },
      refusals: ['invalid_request', 'content_too_large'],
    }),
  },
  '/users/export': {
    get: operation({
      scope: 'users:export',
      operationId: 'exportUsers',
      summary: 'All users, as a stream',
      description: 'One user per line, oldest first. A truncated response is incomplete.',
      responses: {
        200: ok('The stream.', {
          'application/x-ndjson': { schema: string, example: `${JSON.stringify(USER)}\n` },
        }),
      },
    }),
  },
  '/users/{userId}': {
    parameters: [userIdParameter],
    get: operation({
      scope: 'users:read',
      operationId: 'getUser',
      summary: 'Read a user',
      responses: { 200: ok('The user.', json('User', { user: USER }), 'ETag') },
      refusals: ['not_found'],
    }),
    patch: operation({
      scope: 'users:write',
      operationId: 'changeUser',
      summary: 'Rename a user, or disable one',
      description: 'A JSON merge patch (RFC 7396). The old name stays taken for NAME_QUARANTINE_DAYS.',
      parameters: [
        {
          name: 'If-Match',
          in: 'header',
          description: 'The ETag of the user as you last read it. If the user has changed since, nothing is written.',
          schema: string,
          example: '"0"',
        },
      ],
      body: {
        mediaType: 'application/merge-patch+json',
        schema: 'UserPatch',
        example: { username: 'Ada', disabled: false },
      },
      responses: { 200: ok('The user as it is now.', json('User', { user: USER }), 'ETag') },
      refusals: ['not_found', 'username_taken', 'precondition_failed'],
    }),
    delete: operation({
      scope: 'users:erase',
      operationId: 'eraseUser',
      summary: 'Erase a user',
      description: 'The name stays taken for NAME_QUARANTINE_DAYS, without anything else of the person.',
      responses: { 204: done('Erased.') },
      refusals: ['not_found', 'queue_unavailable'],
    }),
  },
  '/users/{userId}/password': {
    parameters: [userIdParameter],
    put: operation({
      scope: 'users:write',
      operationId: 'changePassword',
      summary: 'Set a new password',
      description: 'A `currentPassword` is verified first, and counts as a verification.',
      body: {
        mediaType: 'application/json',
        schema: 'PasswordChange',
        example: { password: 'another battery staple', currentPassword: 'correct horse battery staple' },
      },
      responses: {
        200: ok(
          'The current password is wrong: nothing has changed.',
          json('Verification', { notVerified: VERIFICATIONS.notVerified }),
        ),
        204: done('Changed. Earlier failures are forgotten.'),
      },
      refusals: ['not_found', 'account_disabled', 'too_many_attempts', 'overloaded', 'queue_unavailable'],
    }),
  },
  '/users/{userId}/unlock': {
    parameters: [userIdParameter],
    post: operation({
      scope: 'users:write',
      operationId: 'unlockUser',
      summary: 'Forget the failed verifications of a user',
      responses: { 204: done('Forgotten.') },
      refusals: ['not_found', 'queue_unavailable'],
    }),
  },
}
