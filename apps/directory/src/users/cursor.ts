import type { Cursor } from '@registrar/users/user-store'
import { isUserId } from './user-id.ts'

/** Of a place in the list of users. Opaque to callers, and checked when it comes back: it names a moment and an id. */
export const writeCursor = ({ createdAt, userId }: Cursor): string =>
  Buffer.from(`${createdAt.getTime()} ${userId}`).toString('base64url')

/** Undefined for a text that is no cursor of ours. */
export function readCursor(text: string): Cursor | undefined {
  const [, ms, userId] = /^(-?\d{1,16}) (.+)$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? []
  const createdAt = new Date(Number(ms))
  if (userId === undefined || !isUserId(userId) || Number.isNaN(createdAt.getTime())) return undefined
  const cursor = { createdAt, userId }
  return writeCursor(cursor) === text ? cursor : undefined
}
