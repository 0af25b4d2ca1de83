import { choice } from '@registrar/shared/process/variables/choice'
import { wholeNumber } from '@registrar/shared/process/variables/number'
import type { Argon2Parameters } from './password-hasher.ts'

/** The variables that decide how passwords are hashed. */
export const argon2Variables = {
  /** 19456 KiB, 2 passes, 1 lane: OWASP's second set, the least memory at which two passes are enough. */
  ARGON2_MEMORY_KIB: wholeNumber({ min: 8, max: 4_194_304 }).default(19_456),
  ARGON2_TIME_COST: wholeNumber({ min: 1, max: 1_000 }).default(2),
  ARGON2_PARALLELISM: wholeNumber({ min: 1, max: 64 }).default(1),
  /** Both give the same hashes; node-rs is about twice as fast. Unset: node-rs, or argon2 where it has no binary. */
  ARGON2_ENGINE: choice('node-rs', 'argon2').optional(),
}

type Argon2Settings = { ARGON2_MEMORY_KIB: number; ARGON2_TIME_COST: number; ARGON2_PARALLELISM: number }

export const argon2ParametersOf = (settings: Argon2Settings): Argon2Parameters => ({
  memoryKib: settings.ARGON2_MEMORY_KIB,
  timeCost: settings.ARGON2_TIME_COST,
  parallelism: settings.ARGON2_PARALLELISM,
})
