import { EVENT_TYPES } from '@registrar/shared/contract/outcome-event'
import { z } from 'zod'

/** Standard Webhooks 1.0, "Signature scheme": a symmetric secret has 24 to 64 bytes. */
const SECRET_BYTES = { min: 24, max: 64 }
const PREFIX = 'whsec_'

/** The bytes of a secret, which is written as `whsec_` and base64. */
export const secretBytes = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64')

const Secret = z
  .string()
  .refine(
    (secret) =>
      /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret) &&
      secretBytes(secret).length >= SECRET_BYTES.min &&
      secretBytes(secret).length <= SECRET_BYTES.max,
    'must be whsec_ and the base64 of 24 to 64 random bytes',
  )

/** One address that events are posted to, as the file of endpoints has it. */
export const Endpoint = z
  .strictObject({
    /** Names it in commands, logs, metrics and keys of Redis; deliveries that wait belong to it. */
    id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, ".", "_" or "-"'),
    url: z.string().refine(isUsable, 'must be an http or https URL without a user name or password in it'),
    /** Every one of them signs, so that a receiver can change from one to the next. */
    secrets: z.array(Secret, 'must be a list of secrets').min(1, 'must hold at least one secret'),
    /** Only these; without it all. */
    types: z
      .array(z.enum(EVENT_TYPES, `must be ${EVENT_TYPES.join(', ')}`), 'must be a list of event types')
      .min(1, 'must name at least one type')
      .optional(),
    allowPrivateAddresses: z.boolean('must be true or false').default(false),
  })
  .refine(({ url, allowPrivateAddresses }) => allowPrivateAddresses || url.toLowerCase().startsWith('https:'), {
    path: ['url'],
    error: 'must start with https:// unless allowPrivateAddresses is true',
  })
export type Endpoint = z.infer<typeof Endpoint>

function isUsable(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password
}

/** Whether the endpoint wants events of this type. */
export const wants = ({ types }: Pick<Endpoint, 'types'>, type: string): boolean =>
  !types || (types as string[]).includes(type)
