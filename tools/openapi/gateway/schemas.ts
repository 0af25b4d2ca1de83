import { PointedFault } from '@registrar/shared/contract/field-fault'
import { AcceptedRegistration, Registration } from '@registrar/shared/contract/registration'
import { RegistrationProblem } from '@registrar/shared/contract/registration-problems'
import { SignUp } from '@registrar/shared/contract/sign-up'
import { ref } from '../common.ts'
import { componentSchemas, type JsonSchema } from '../schemas.ts'

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

/** The schemas of the gateway's document, by their names. */
export function schemas(): Record<string, JsonSchema> {
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
