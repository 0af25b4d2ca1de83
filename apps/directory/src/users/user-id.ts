import type { Context } from 'hono'
import { refuse } from '../http/refuse.ts'

/** Any UUID: imported users keep theirs. */
const USER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const isUserId = (text: string): boolean => USER_ID.test(text)

/** The user id in the path. @throws Refusal not_found for anything that is not a UUID: it never reaches the store */
export function demandUserId(c: Context): string {
  const userId = c.req.param('userId') ?? ''
  if (!isUserId(userId)) throw unknownUser()
  return userId
}

export const unknownUser = () => refuse('not_found', 'There is no user with this id.')
