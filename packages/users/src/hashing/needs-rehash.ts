import type { Argon2Parameters } from './password-hasher.ts'

/** Whether a stored hash is anything but argon2id with exactly these parameters: the next right password replaces it. */
export const needsRehash = (passwordHash: string, { memoryKib, timeCost, parallelism }: Argon2Parameters): boolean =>
  !passwordHash.startsWith(`$argon2id$v=19$m=${memoryKib},t=${timeCost},p=${parallelism}$`)
