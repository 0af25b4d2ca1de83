import type { FieldFault } from '@registrar/shared/field-fault'
import { canonicalUsername, usernameFaults } from '@registrar/shared/username'
import { z } from 'zod'
import { normalizePassword, passwordFaults } from './password-rules.ts'
import { Refusal } from './refusal.ts'

/** An acceptable request: the name as written, the form that is given away, the password as it will be hashed. */
export type RegistrationRequest = { username: string; canonicalUsername: string; password: string }

/**
 * Makes the reader of registrations for one set of rules.
 * The reader throws Refusal invalid_registration that lists every fault of every field.
 */
export function registrationRequestReader(rules: { passwordMinLength: number }) {
  const Body = z.strictObject({
    username: z.string().superRefine(check(usernameFaults)),
    password: z.string().superRefine(check((password) => passwordFaults(password, rules.passwordMinLength))),
  })
  return (body: Record<string, unknown>): RegistrationRequest => {
    const parsed = Body.safeParse(body)
    if (!parsed.success) throw invalid(parsed.error.issues.flatMap((issue) => faultsOf(issue, body)))
    const { username, password } = parsed.data
    return { username, canonicalUsername: canonicalUsername(username), password: normalizePassword(password) }
  }
}

const check = (faultsOfValue: (value: string) => FieldFault[]) => (value: string, context: z.RefinementCtx) => {
  for (const fault of faultsOfValue(value)) context.addIssue({ code: 'custom', params: fault })
}

function faultsOf(issue: z.core.$ZodIssue, body: Record<string, unknown>) {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => at(key, { code: 'unknown_field', detail: 'Leave this field out.' }))
  const field = String(issue.path[0])
  if (issue.code === 'custom') return [at(field, issue.params as FieldFault)]
  return [
    Object.hasOwn(body, field)
      ? at(field, { code: 'wrong_type', detail: 'Give a string.' })
      : at(field, { code: 'required', detail: 'Give this field.' }),
  ]
}

/** RFC 6901, section 6: a JSON pointer as a URI fragment. */
const at = (field: string, fault: FieldFault) => ({
  pointer: `#/${encodeURIComponent(field.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'))}`,
  ...fault,
})

const invalid = (errors: ReturnType<typeof at>[]) =>
  new Refusal('invalid_registration', 'Mend what "errors" lists, then send it again.', { errors })
