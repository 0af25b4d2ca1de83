import { createHash } from 'node:crypto'

/**
 * The id of the reservation of a name that a user has given up: a UUIDv5 (RFC 9562, 5.5) of the name in the namespace
 * of the user's id. The user finds his own reservations by it; without the random userId, which an erasure forgets, it
 * says nothing about a person.
 */
export function ownReservationId(userId: string, usernameKey: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(userId.replaceAll('-', ''), 'hex'))
    .update(usernameKey)
    .digest()
  digest[6] = (digest[6]! & 0x0f) | 0x50
  digest[8] = (digest[8]! & 0x3f) | 0x80
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
