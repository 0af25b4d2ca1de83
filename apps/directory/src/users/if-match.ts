import type { Context } from 'hono'
import { refuse } from '../http/refuse.ts'

/**
 * Refuses a change of a user that has changed since the caller read it (RFC 9110, 13.1.1). A weak tag matches nothing.
 * @throws Refusal precondition_failed
 */
export function demandMatch(c: Context, etag: string): void {
  const wanted = c.req.header('if-match')
  if (wanted === undefined || wanted.trim() === '*') return
  if (wanted.split(',').some((tag) => tag.trim() === etag)) return
  throw refuse('precondition_failed', 'The user has changed since you read it. Read it again, then retry.', {
    headers: { etag },
  })
}
