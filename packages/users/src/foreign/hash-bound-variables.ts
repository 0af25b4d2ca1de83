import { wholeNumber } from '@registrar/shared/process/variables/number'
import type { Argon2Parameters } from '../hashing/password-hasher.ts'
import { DEFAULT_HASH_BOUNDS as DEFAULTS, type HashBounds, hashBoundsWith } from './hash-bounds.ts'

/**
 * The variables that decide how expensive an imported hash may be. The import and the directory must agree on them, or
 * an imported user could never log in. The lower limits allow every real hash; at the upper ones, one verification
 * takes some ten seconds of a core, which is when digests in threads are given up.
 */
export const hashBoundVariables = {
  IMPORT_MAX_ARGON2_MEMORY_KIB: wholeNumber({ min: 8, max: 4_194_304 }).default(DEFAULTS.argon2MemoryKib),
  IMPORT_MAX_ARGON2_TIME_COST: wholeNumber({ min: 1, max: 100 }).default(DEFAULTS.argon2TimeCost),
  IMPORT_MAX_ARGON2_PARALLELISM: wholeNumber({ min: 1, max: 64 }).default(DEFAULTS.argon2Parallelism),
  IMPORT_MAX_BCRYPT_COST: wholeNumber({ min: 4, max: 17 }).default(DEFAULTS.bcryptCost),
  IMPORT_MAX_SCRYPT_MEMORY_KIB: wholeNumber({ min: 1, max: 1_048_576 }).default(DEFAULTS.scryptMemoryKib),
  IMPORT_MAX_SCRYPT_WORK: wholeNumber({ min: 1, max: 33_554_432 }).default(DEFAULTS.scryptWork),
  IMPORT_MAX_PBKDF2_ITERATIONS: wholeNumber({ min: 1, max: 10_000_000 }).default(DEFAULTS.pbkdf2Iterations),
  IMPORT_MAX_SHA_CRYPT_ROUNDS: wholeNumber({ min: 1_000, max: 1_000_000 }).default(DEFAULTS.shaCryptRounds),
  IMPORT_MAX_PHPASS_COST: wholeNumber({ min: 7, max: 20 }).default(DEFAULTS.phpassCost),
}

type HashBoundSettings = { [Name in keyof typeof hashBoundVariables]: number }

/** The bounds that the variables ask for, widened to what this installation hashes with. */
export const hashBoundsOf = (settings: HashBoundSettings, parameters: Argon2Parameters): HashBounds =>
  hashBoundsWith(parameters, {
    textLength: DEFAULTS.textLength,
    argon2MemoryKib: settings.IMPORT_MAX_ARGON2_MEMORY_KIB,
    argon2TimeCost: settings.IMPORT_MAX_ARGON2_TIME_COST,
    argon2Parallelism: settings.IMPORT_MAX_ARGON2_PARALLELISM,
    bcryptCost: settings.IMPORT_MAX_BCRYPT_COST,
    scryptMemoryKib: settings.IMPORT_MAX_SCRYPT_MEMORY_KIB,
    scryptWork: settings.IMPORT_MAX_SCRYPT_WORK,
    pbkdf2Iterations: settings.IMPORT_MAX_PBKDF2_ITERATIONS,
    shaCryptRounds: settings.IMPORT_MAX_SHA_CRYPT_ROUNDS,
    phpassCost: settings.IMPORT_MAX_PHPASS_COST,
  })
