import { PointedFault } from '@registrar/shared/contract/field-fault'
import { AcceptedRegistration, Registration } from '@registrar/shared/contract/registration'
import { REGISTRATION_PROBLEMS, RegistrationProblem } from '@registrar/shared/contract/registration-problems'
import { SignUp } from '@registrar/shared/contract/sign-up'
import { components, head, json, ref, SERVICE_TAG, servicePaths } from './common.ts'
import { EVENTS, GATEWAY_PROBLEMS, REGISTRATIONS } from './gateway-examples.ts'
import { headerRefs } from './headers.ts'
import { problemResponses, type Response } from './problems.ts'
import { componentSchemas, type JsonSchema } from './schemas.ts'

const problems = problemResponses({
  problems: REGISTRATION_PROBLEMS,
  examples: GATEWAY_PROBLEMS,
  headers: { 405: ['Allow'], 429: ['RateLimit', 'RateLimit-Policy'] },
})

const HTML = { 'text/html': { schema: { type: 'string' } } }

/** The same answers, which a browser (Accept prefers HTML) gets as a page. */
const orPages = (responses: Record<string, Response>) =>
  Object.fromEntries(
    Object.entries(responses).map(([status, answer]) => [
      status,
      { ...answer, content: { ...answer.content, ...HTML } },
    ]),
  )

const page = (description: string): Response => ({ description, headers: headerRefs('X-Request-Id'), content: HTML })

const jobIdParameter = {
  name: 'jobId',
  in: 'path',
  required: true,
  description: 'From the answer to the sign-up.',
  schema: { type: 'string', format: 'uuid' },
}

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

const registerPath = {
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

const registrationPath = {
  parameters: [jobIdParameter],
  get: {
    operationId: 'getRegistration',
    tags: ['registrations'],
    summary: 'Read a registration',
    description: 'While it is pending the answer carries Retry-After. A browser gets a page.',
    parameters: [
      {
        name: 'wait',
        in: 'query',
        description:
          'For how many seconds, at most 30, the answer may be held back until the registration has ended. More is taken ' +
          'for 30, anything that is not a number for 0.',
        schema: { anyOf: [{ type: 'integer', minimum: 0, maximum: 30 }, { type: 'string' }], default: 0 },
        example: 20,
      },
    ],
    responses: {
      200: {
        description: 'The registration.',
        headers: headerRefs('X-Request-Id', 'Retry-After'),
        content: {
          ...json('Registration', {
            processing: REGISTRATIONS.processing,
            completed: REGISTRATIONS.completed,
            rejected: REGISTRATIONS.rejected,
            failed: REGISTRATIONS.failed,
          }),
          ...HTML,
        },
      },
      ...orPages(problems('not_found', 'internal_error', 'queue_unavailable')),
    },
  },
}

const eventsPath = {
  parameters: [jobIdParameter],
  get: {
    operationId: 'getEvents',
    tags: ['registrations'],
    summary: 'Every change of a registration',
    description:
      'Server-sent events: `status`, with the registration as data, at once and at every change. The stream ends after the ' +
      'outcome. One that was cut can be opened again.',
    responses: {
      200: {
        description: 'The stream.',
        headers: headerRefs('X-Request-Id'),
        content: {
          'text/event-stream': {
            schema: ref('RegistrationEvent'),
            examples: Object.fromEntries(Object.entries(EVENTS).map(([status, value]) => [status, { value }])),
          },
        },
      },
      ...orPages(problems('not_found', 'internal_error', 'overloaded', 'queue_unavailable')),
    },
  },
}

const SIGN_UP_FORM: JsonSchema = {
  type: 'object',
  properties: {
    username: { type: 'string' },
    password: { type: 'string' },
    token: { type: 'string', description: 'From the form, together with the cookie that came with it.' },
  },
}

/** OpenAPI 3.1 has no word for the items of a stream: readers take the schema of a stream of events for that of each event. */
const REGISTRATION_EVENT: JsonSchema = {
  type: 'object',
  description: 'Each event of the stream, by the fields of server-sent events.',
  properties: {
    event: { type: 'string', const: 'status' },
    id: { type: 'string', description: 'The status.' },
    retry: { type: 'integer', description: 'After how many milliseconds to open a stream that was cut again.' },
    data: { type: 'string', contentMediaType: 'application/json', contentSchema: ref('Registration') },
  },
  required: ['event', 'data'],
}

function schemas(): Record<string, JsonSchema> {
  const [PendingRegistration, CompletedRegistration, RejectedRegistration, FailedRegistration] = Registration.options
  const named = {
    SignUp,
    AcceptedRegistration,
    Registration,
    PendingRegistration,
    CompletedRegistration,
    RejectedRegistration,
    FailedRegistration,
    Problem: RegistrationProblem,
    PointedFault,
  }
  const { Registration: union, ...others } = componentSchemas(named, ['SignUp'])
  const mapping = {
    queued: 'PendingRegistration',
    processing: 'PendingRegistration',
    completed: 'CompletedRegistration',
    rejected: 'RejectedRegistration',
    failed: 'FailedRegistration',
  } satisfies Record<Registration['status'], keyof typeof named>
  const discriminator = {
    propertyName: 'status',
    mapping: Object.fromEntries(Object.entries(mapping).map(([status, id]) => [status, `#/components/schemas/${id}`])),
  }
  return {
    ...others,
    SignUpForm: SIGN_UP_FORM,
    Registration: { ...union, discriminator },
    RegistrationEvent: REGISTRATION_EVENT,
  }
}

/** The OpenAPI document of the gateway. */
export const gatewayDocument = () => ({
  ...head(
    'Registrar: the gateway',
    'Takes sign-ups: accepts each in milliseconds, and tells how it ended. `HEAD` works wherever `GET` does; any other ' +
      'method is refused with `405` and `Allow`. Every answer carries `X-Request-Id`, by which its log lines are found. ' +
      'Refusals are problem documents (RFC 9457). Answers may get more fields in a later release.',
  ),
  security: [],
  tags: [
    { name: 'registrations', description: 'For programs.' },
    { name: 'page', description: 'For people.' },
    SERVICE_TAG,
  ],
  paths: {
    '/register': registerPath,
    '/register/{jobId}': registrationPath,
    '/register/{jobId}/events': eventsPath,
    ...servicePaths(problems),
  },
  components: components(schemas(), problems('method_not_allowed')['405']!),
})
