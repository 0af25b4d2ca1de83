import type { FieldFault, PointedFault } from '@registrar/shared/contract/field-fault'
import type { Refusal } from '@registrar/shared/http/refusal'
import type { z } from 'zod'
import { refuse } from './refuse.ts'

/** RFC 6901, section 6: a JSON pointer as a URI fragment. */
export const at = (field: string, fault: FieldFault): PointedFault => ({
  pointer: `#/${encodeURIComponent(field.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'))}`,
  ...fault,
})

/** Refuses a request whose fields or query break a rule, with every fault at once. */
export const invalidRequest = (errors: PointedFault[]): Refusal =>
  refuse('invalid_request', 'Fix the fields listed in "errors", then send the request again.', { errors })

/** The faults that a strict schema finds in `fields`, which are a body's or a query's. */
export function shapeFaults(error: z.ZodError | undefined, fields: Record<string, unknown>): PointedFault[] {
  return (error?.issues ?? []).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => at(key, { code: 'unknown_field', detail: 'Remove this field.' }))
    const field = String(issue.path[0])
    if (!Object.hasOwn(fields, field)) return [at(field, { code: 'required', detail: 'This field is required.' })]
    const code = issue.code === 'too_big' ? 'too_long' : issue.code === 'too_small' ? 'too_short' : 'wrong_type'
    return [at(field, { code, detail: `Must be ${issue.message}.` })]
  })
}

/** Reads `fields` by a strict schema. @throws Refusal invalid_request */
export function demandShape<S extends z.ZodType>(schema: S, fields: Record<string, unknown>): z.infer<S> {
  const parsed = schema.safeParse({ ...fields }) // its own fields and no inherited ones
  if (!parsed.success) throw invalidRequest(shapeFaults(parsed.error, fields))
  return parsed.data
}
