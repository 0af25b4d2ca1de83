import type { Argon2Parameters } from '../hashing/password-hasher.ts'
import { parseArgon2 } from './argon2-hash.ts'

const SALT_BYTES = 16
const HASH_BYTES = 32

/**
 * Whether a stored hash is anything but plain argon2id with exactly these parameters, as this installation makes it: then
 * the next right password should replace it.
 */
export function needsRehash(passwordHash: string, { memoryKib, timeCost, parallelism }: Argon2Parameters): boolean {
  const hash = parseArgon2(passwordHash)
  if (typeof hash !== 'object') return true
  const asMadeHere =
    hash.variant === 'argon2id' &&
    hash.version === 19 &&
    hash.memoryKib === memoryKib &&
    hash.timeCost === timeCost &&
    hash.parallelism === parallelism &&
    hash.salt.length >= SALT_BYTES &&
    hash.hash.length >= HASH_BYTES
  return !asMadeHere
}
