import { verify } from '@node-rs/argon2'

export type TypedPassword = {
  /** Exactly as it was typed, which is what other systems have hashed. */
  typed: string
  /** As Registrar normalises what it hashes itself. */
  normalized: string
}

/**
 * Whether the password is the one of this stored hash. An argon2id hash does not say whether it was made here: where the
 * two forms of a password differ, both are tried.
 */
export async function verifyPassword(passwordHash: string, { typed, normalized }: TypedPassword): Promise<boolean> {
  return (await verify(passwordHash, normalized)) || (typed !== normalized && (await verify(passwordHash, typed)))
}
