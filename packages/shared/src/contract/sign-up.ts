import { z } from 'zod'

/** The body of a sign-up, before any rule about names and passwords. */
export const SignUp = z.strictObject({ username: z.string(), password: z.string() })
export type SignUp = z.infer<typeof SignUp>
