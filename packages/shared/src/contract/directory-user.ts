import { z } from 'zod'
import { moment } from './outcome.ts'

/** A user as the directory shows it. Never a hash. */
export const DirectoryUser = z.strictObject({
  userId: z.uuid(),
  username: z.string().describe('As the person wrote it.'),
  createdAt: moment,
  updatedAt: moment,
  disabled: z.boolean().describe('Nobody can log in.'),
  passwordChangedAt: moment,
})
export type DirectoryUser = z.infer<typeof DirectoryUser>

/** A page of users. */
export const DirectoryUsers = z.strictObject({
  users: z.array(DirectoryUser),
  next: z.string().optional().describe('Where the next page begins; given while there may be one.'),
})
export type DirectoryUsers = z.infer<typeof DirectoryUsers>

/** The result of a verification that could be carried out. */
export const Verification = z.discriminatedUnion('verified', [
  z.strictObject({ verified: z.literal(true), userId: z.uuid(), username: z.string() }),
  z.strictObject({ verified: z.literal(false) }),
])
export type Verification = z.infer<typeof Verification>
