import { uuidV5 } from '../uuid-v5.ts'

/** Random, made for this purpose: a user's id is a function of what the other system knew it by. */
const EXTERNAL_IDS = 'ad5b2a0d-3c0b-4b36-9d3a-0f9b8f6f6a6e'
const USERNAMES = '6a1f7d0e-7b0a-4a0e-8d57-6b1a2f7c1e43'

type Identity = { id?: string | null | undefined; externalId?: string | number | null | undefined; usernameKey: string }

/**
 * The userId of an imported user: its own, else a UUIDv5 of its `externalId`, else of its canonical name. So a file that
 * is imported again finds the users that it has made.
 */
export function importedUserId({ id, externalId, usernameKey }: Identity): string {
  if (id) return id.toLowerCase()
  return externalId == null ? uuidV5(USERNAMES, usernameKey) : uuidV5(EXTERNAL_IDS, `${externalId}`)
}
