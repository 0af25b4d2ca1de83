import { z } from 'zod'

// Each message completes "Must be …".
const text = z.string('a string')

/** `POST /verify` */
export const VerifyRequest = z.strictObject({
  username: text,
  password: text,
  client: text
    .min(1, 'at least 1 character')
    .max(256, 'at most 256 characters')
    .optional()
    .describe("The end user's address or device, opaque to the directory: one that has succeeded has its own count."),
})
export type VerifyRequest = z.infer<typeof VerifyRequest>

/** `PATCH /users/{userId}`, by RFC 7396. Neither member can be removed, so null is no value for one. */
export const UserPatch = z.strictObject({
  username: text.optional(),
  disabled: z.boolean('true or false').optional(),
})
export type UserPatch = z.infer<typeof UserPatch>

/** `PUT /users/{userId}/password` */
export const PasswordChange = z.strictObject({
  password: text,
  currentPassword: text.optional().describe('Given when the person changes it, and not when the caller sets it.'),
})
export type PasswordChange = z.infer<typeof PasswordChange>
