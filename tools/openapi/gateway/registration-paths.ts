import { json, ref } from '../common.ts'
import { headerRefs } from '../headers.ts'
import { HTML, orPages, problems } from './answers.ts'
import { EVENTS, REGISTRATIONS } from './examples.ts'

const jobIdParameter = {
  name: 'jobId',
  in: 'path',
  required: true,
  description: 'From the answer to the sign-up.',
  schema: { type: 'string', format: 'uuid' },
}

/** `/register/{jobId}` */
export const registrationPath = {
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

/** `/register/{jobId}/events` */
export const eventsPath = {
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
