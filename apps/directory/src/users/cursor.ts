import type { Cursor } from '@registrar/users/user-store'
import { isUserId } from './user-id.ts'

/** A position in the list of users. Opaque to callers, and validated on return: it encodes a moment and an id. */
export const writeCursor = ({ createdAt, userId }: Cursor): string =>
  Buffer.from(`${createdAt.getTime()} ${userId}`).toString('base64url')

/** Undefined for a text that is not one of our cursors. */
export function readCursor(text: string): Cursor | undefined {
  const [, ms, userId] = /^(-?\d{1,16}) (.+)$/.exec(Buffer.from(text, 'base64url').toString('latin1')) ?? []
  const createdAt = new Date(Number(ms))
  if (userId === undefined || !isUserId(userId) || Number.isNaN(createdAt.getTime())) return undefined
  const cursor = { createdAt, userId }
  return writeCursor(cursor) === text ? cursor : undefined
}
