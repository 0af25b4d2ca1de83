import { json, ref } from '../common.ts'
import { headerRefs } from '../headers.ts'
import { orPages, page, problems } from './answers.ts'
import { REGISTRATIONS } from './examples.ts'

/** Both name the job id in the answer. */
const LINKS = {
  registration: {
    operationId: 'getRegistration',
    parameters: { jobId: '$response.body#/jobId' },
    description: 'The state of the registration.',
  },
  events: {
    operationId: 'getEvents',
    parameters: { jobId: '$response.body#/jobId' },
    description: 'Its event stream: every change.',
  },
}

/** `/register` */
export const registerPath = {
  get: {
    operationId: 'getPage',
    tags: ['page'],
    summary: 'The page: a form to sign up with',
    responses: {
      200: page('The form, with a token against cross-site request forgery.'),
      ...orPages(problems('internal_error')),
    },
  },
  post: {
    operationId: 'register',
    tags: ['registrations'],
    summary: 'Sign up',
    description:
      'Accepts a registration. Its outcome comes later: follow the links. With an Idempotency-Key the same request can be ' +
      'sent again, for 24 hours, and remains one registration. As a form it is what the page sends.',
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        description: 'A string of RFC 8941, in double quotes, such as a UUID.',
        schema: { type: 'string', pattern: '^"([\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\["\\\\]){1,255}"$' },
        example: '"0e2f4a9e-9f0a-4f2c-8f4e-9a55a2f6a3b1"',
      },
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: ref('SignUp'),
          example: { username: 'ada', password: 'correct horse battery staple' },
        },
        'application/x-www-form-urlencoded': { schema: ref('SignUpForm') },
      },
    },
    responses: {
      202: {
        description: 'Accepted: the registration will end, whatever fails in the meantime.',
        headers: headerRefs('X-Request-Id', 'Location', 'Retry-After', 'RateLimit', 'RateLimit-Policy'),
        content: json('AcceptedRegistration', { accepted: REGISTRATIONS.accepted }),
        links: LINKS,
      },
      303: {
        description: 'Accepted from a form: redirects to the page of the registration.',
        headers: headerRefs('X-Request-Id', 'Location'),
      },
      ...orPages(
        problems(
          'malformed_json',
          'invalid_idempotency_key',
          'csrf_rejected',
          'length_required',
          'content_too_large',
          'unsupported_media_type',
          'invalid_registration',
          'idempotency_key_reused',
          'too_many_requests',
          'internal_error',
          'overloaded',
          'queue_unavailable',
        ),
      ),
    },
  },
}
