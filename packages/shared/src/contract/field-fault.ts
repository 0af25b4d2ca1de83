import { z } from 'zod'

/** The rule that the value of one field breaks. */
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
  detail: z.string().min(1).describe('How to fix it; never the value itself.'),
})
export type FieldFault = z.infer<typeof FieldFault>

/** A fault and the field that has it. */
export const PointedFault = FieldFault.extend({
  pointer: z.string().startsWith('#/').describe('The field: a JSON pointer as a URI fragment (RFC 6901, section 6).'),
})
export type PointedFault = z.infer<typeof PointedFault>
