import { z } from 'zod'

/** What an API key may be allowed to do in the directory. */
export const ApiScope = z.enum(['verify', 'users:read', 'users:write', 'users:erase', 'users:export'])
export type ApiScope = z.infer<typeof ApiScope>
