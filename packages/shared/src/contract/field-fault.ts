import { z } from 'zod'

/** The rule that the value of one field breaks. `detail` tells a person the fix and never repeats the value. */
export const FieldFault = z.strictObject({
  code: z.enum([
    'required',
    'wrong_type',
    'unknown_field',
    'too_short',
    'too_long',
    'invalid_characters',
    'confusable',
    'reserved',
    'common_password',
    'contains_username',
  ]),
  detail: z.string().min(1),
})
export type FieldFault = z.infer<typeof FieldFault>

/** A fault and the field that has it: a JSON pointer in the form of a URI fragment (RFC 6901, section 6). */
export const PointedFault = FieldFault.extend({ pointer: z.string().startsWith('#/') })
export type PointedFault = z.infer<typeof PointedFault>
