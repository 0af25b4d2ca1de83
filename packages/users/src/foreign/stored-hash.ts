import type { DigestThreads } from './digest-threads.ts'
import type { HashBounds } from './hash-bounds.ts'
import type { LegacyDigest } from './legacy-digest.ts'

/**
 * Why a hash is refused: no known form; a known form, but outside the bounds; or a known form with parts that are
 * missing, superfluous or impossible.
 */
export type HashFault = 'unsupported_hash' | 'hash_out_of_bounds' | 'hash_malformed'

/** What one verification costs. */
export type HashCost = {
  /** The scheme with its cost parameters, such as `bcrypt 10`. */
  label: string
  memoryKib: number
  /** Rough CPU time of one verification, good to compare schemes by: on a machine where bcrypt 10 takes 80 ms. */
  milliseconds: number
}

/** A password hash in a known form, within the bounds, and slow enough to be stored as it is. */
export type StoredHash = {
  kind: 'stored'
  /** The algorithm, such as `bcrypt` or `pbkdf2-sha256`. */
  scheme: string
  /**
   * What the store's `passwordHash` holds: one text that says everything a verification needs, whatever form the hash
   * came in. Recognising it again gives the same hash.
   */
  passwordHash: string
  cost: HashCost
  /**
   * Whether `password` is the one that was hashed, as the system that hashed it would say. Compares in constant time.
   * @throws DigestDeadlineError when a digest in a thread took too long
   */
  verify(password: string, threads: DigestThreads): Promise<boolean>
}

export type ReadContext = {
  bounds: HashBounds
  /** The project's signer key, for hashes of Firebase that come without it. */
  firebaseSignerKey?: Buffer | undefined
}

/** Reads the textual forms of one family. Undefined: the text is not of this family. */
export type HashReader = (text: string, context: ReadContext) => StoredHash | LegacyDigest | HashFault | undefined
