import type { Argon2Parameters } from '../hashing/password-hasher.ts'

/**
 * The most expensive hash that is verified. A hash is input, whether it comes from a file or from the store: one row that asks
 * for 4 GiB of memory must cost a refusal, not a machine. The bounds hold at import and again before each verification.
 */
export type HashBounds = {
  /** Characters of the whole text, and of each part when a hash comes in parts. */
  textLength: number
  argon2MemoryKib: number
  argon2TimeCost: number
  argon2Parallelism: number
  /** log2 of bcrypt's rounds; its least is 4. */
  bcryptCost: number
  /** scrypt's memory, 128 · N · r bytes, and likewise 128 · p · r. */
  scryptMemoryKib: number
  /** scrypt's work, N · r · p. */
  scryptWork: number
  pbkdf2Iterations: number
  shaCryptRounds: number
  /** log2 of the rounds of phpass and Drupal 7. */
  phpassCost: number
}

/** At these, one verification takes some three seconds of a core at the very most, and 256 MiB. */
export const DEFAULT_HASH_BOUNDS: HashBounds = {
  textLength: 512,
  argon2MemoryKib: 262_144,
  argon2TimeCost: 10,
  argon2Parallelism: 16,
  bcryptCost: 14,
  scryptMemoryKib: 65_536,
  scryptWork: 2 ** 21,
  pbkdf2Iterations: 2_000_000,
  shaCryptRounds: 100_000,
  phpassCost: 17,
}

/** Bounds that are widened to what this installation hashes with: its own hashes are always verified. */
export const hashBoundsWith = (
  { memoryKib, timeCost, parallelism }: Argon2Parameters,
  bounds: HashBounds = DEFAULT_HASH_BOUNDS,
): HashBounds => ({
  ...bounds,
  argon2MemoryKib: Math.max(bounds.argon2MemoryKib, memoryKib),
  argon2TimeCost: Math.max(bounds.argon2TimeCost, timeCost),
  argon2Parallelism: Math.max(bounds.argon2Parallelism, parallelism),
})
