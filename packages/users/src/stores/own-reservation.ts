import { uuidV5 } from '../uuid-v5.ts'

/**
 * The id of the reservation of a name that a user has given up: a UUIDv5 of the name in the namespace of the user's id.
 * The user finds his own reservations by it; without the random userId, which an erasure forgets, it says nothing about a
 * person.
 */
export const ownReservationId = (userId: string, usernameKey: string): string => uuidV5(userId, usernameKey)
