import type { Insertion, NewUser } from '../user-store.ts'

/** Whether a time of a user has to be stored: not when it is that of its creation. */
export const isOther = (time: Date | undefined, createdAt: Date): time is Date =>
  time !== undefined && time.getTime() !== createdAt.getTime()

/** What a store has under an id: a user, or a name in quarantine. */
export type HeldId = {
  usernameKey: string
  version?: number | null | undefined
  reservedUntil?: Date | string | null | undefined
}

/**
 * How a user that is to be inserted stands: `held` is what is stored under its id. Under its id and another name there is
 * either the same user, renamed since, or somebody else.
 */
export function standingOf(
  { usernameKey }: Pick<NewUser, 'usernameKey'>,
  held: HeldId | undefined,
  isNameHeld: boolean,
): Insertion {
  if (!held) return isNameHeld ? 'name_taken' : 'created'
  if (held.reservedUntil) return 'id_taken'
  return held.usernameKey === usernameKey || held.version ? 'present' : 'id_taken'
}
