import { uuidV5 } from '../uuid-v5.ts'

/**
 * The id of the reservation of a name that a user has given up: a UUIDv5 of the name in the namespace of the user's id.
 * It lets users take back their own names; without the random userId, which an erasure removes, it says nothing about a
 * person.
 */
export const ownReservationId = (userId: string, usernameKey: string): string => uuidV5(userId, usernameKey)
