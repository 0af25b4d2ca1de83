import { normalizePassword } from '@registrar/rules/passwords/password-form'
import { createRules, type RuleSettings } from '@registrar/rules/rules'
import { canonicalUsername } from '@registrar/shared/contract/canonical-username'
import type { FieldFault, PointedFault } from '@registrar/shared/contract/field-fault'
import { SignUp } from '@registrar/shared/contract/sign-up'
import type { Refusal } from '@registrar/shared/http/refusal'
import type { z } from 'zod'
import { refuse } from '../http/refuse.ts'

/** More than these are no typing mistake, and hundreds of them would make the largest and slowest of all answers. */
const MAX_UNKNOWN_FIELDS = 20

/** An acceptable request: the name as written, the form that is given away, the password as it will be hashed. */
export type RegistrationRequest = { username: string; canonicalUsername: string; password: string }

/**
 * Makes the reader of registrations for one set of rules. Builds the lists once: some 50 ms and 5 MB.
 * The reader throws Refusal invalid_registration that lists every fault of every field, of unknown ones the first 20.
 */
export function createRegistrationRules(settings: RuleSettings) {
  const { usernameFaults, passwordFaults } = createRules(settings)
  return (given: Record<string, unknown>): RegistrationRequest => {
    const body = { ...given } // its own fields and no inherited ones
    const parsed = SignUp.safeParse(body)
    const username = stringAt(body, 'username')
    const password = stringAt(body, 'password')
    const name = username === undefined ? undefined : canonicalUsername(username)
    const faults = [
      // not refinements of the schema, which would not run when another field is amiss
      ...(parsed.error?.issues ?? []).flatMap((issue) => faultsOf(issue, body)),
      ...(username === undefined ? [] : usernameFaults(username)).map((fault) => at('username', fault)),
      ...(password === undefined ? [] : passwordFaults(password, name)).map((fault) => at('password', fault)),
    ]
    if (faults.length > 0 || !parsed.success || name === undefined) throw invalidRegistration(faults)
    return {
      username: parsed.data.username,
      canonicalUsername: name,
      password: normalizePassword(parsed.data.password),
    }
  }
}

/** A refusal of one field, for a rule that needs more than the request to judge. */
export const invalidField = (field: 'username' | 'password', fault: FieldFault): Refusal =>
  invalidRegistration([at(field, fault)])

function stringAt(body: Record<string, unknown>, field: string): string | undefined {
  const value = body[field]
  return typeof value === 'string' ? value : undefined
}

function faultsOf(issue: z.core.$ZodIssue, body: Record<string, unknown>) {
  if (issue.code === 'unrecognized_keys')
    return issue.keys
      .slice(0, MAX_UNKNOWN_FIELDS)
      .map((key) => at(key, { code: 'unknown_field', detail: 'Remove this field.' }))
  const field = String(issue.path[0])
  return [
    Object.hasOwn(body, field)
      ? at(field, { code: 'wrong_type', detail: 'Must be a string.' })
      : at(field, { code: 'required', detail: 'This field is required.' }),
  ]
}

/** RFC 6901, section 6: a JSON pointer as a URI fragment. */
const at = (field: string, fault: FieldFault): PointedFault => ({
  pointer: `#/${encodeURIComponent(field.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'))}`,
  ...fault,
})

const invalidRegistration = (errors: PointedFault[]) =>
  refuse('invalid_registration', 'Fix the fields listed in "errors", then send the request again.', { errors })
