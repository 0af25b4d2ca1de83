import { z } from 'zod'

/** The body of a sign-up, before any rule about names and passwords. */
export const SignUp = z.strictObject({
  username: z.string().describe('3 to 32 letters, digits and . _ - of one script; case makes no difference.'),
  password: z.string().describe('At least 15 characters, unless the operator has set another PASSWORD_MIN_LENGTH.'),
})
export type SignUp = z.infer<typeof SignUp>
