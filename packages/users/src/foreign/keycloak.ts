import { z } from 'zod'
import { storedArgon2 } from './argon2-hash.ts'
import { decodeBase64 } from './base64.ts'
import type { Argon2Hash } from './derive-argon2.ts'
import { digestBytes, isPbkdf2Digest, storedPbkdf2 } from './pbkdf2.ts'
import type { HashFault, ReadContext, StoredHash } from './stored-hash.ts'
import { parseWholeNumber } from './whole-number.ts'

/** A realm's export holds JSON within JSON; where somebody has parsed it already, the object does as well. */
const embedded = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((given) => (typeof given === 'string' ? parseJson(given) : given), schema)

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const parameter = z.tuple([z.string()]).optional()

/** The two members of a Keycloak credential of type `password`. */
export const KeycloakCredential = z.object({
  credentialData: embedded(
    z.object({
      algorithm: z.string(),
      hashIterations: z.int().positive(),
      additionalParameters: z
        .object({
          type: parameter,
          version: parameter,
          memory: parameter,
          parallelism: parameter,
          hashLength: parameter,
        })
        .nullish(),
    }),
  ),
  secretData: embedded(z.object({ value: z.string(), salt: z.string() })),
})
export type KeycloakCredential = z.infer<typeof KeycloakCredential>

/**
 * Keycloak: `pbkdf2` (SHA-1), `pbkdf2-sha256`, `pbkdf2-sha512` and, since version 24, `argon2`. A PBKDF2 value has 64 bytes
 * whatever the digest, in newer versions as many as the digest. (Passwords shorter than 14 characters are padded with NUL
 * there, which HMAC does anyway.)
 */
export function readKeycloak({ credentialData, secretData }: KeycloakCredential, { bounds }: ReadContext) {
  const { algorithm, hashIterations: iterations } = credentialData
  const salt = decodeBase64(secretData.salt)
  const hash = decodeBase64(secretData.value)
  if (!salt || !hash) return 'hash_malformed'
  if (algorithm === 'argon2') return readArgon2({ credentialData, secretData }, salt, hash, { bounds })
  const digest = algorithm === 'pbkdf2' ? 'sha1' : algorithm.replace(/^pbkdf2-/, '')
  if (!isPbkdf2Digest(digest) || digest === algorithm) return 'unsupported_hash'
  if (hash.length !== 64 && hash.length !== digestBytes(digest)) return 'hash_malformed'
  return storedPbkdf2({ digest, iterations, salt, hash }, bounds)
}

const VERSIONS = new Map<string | undefined, Argon2Hash['version']>([
  ['1.0', 16],
  ['1.3', 19],
])
const VARIANTS = new Map<string | undefined, Argon2Hash['variant']>([
  ['d', 'argon2d'],
  ['i', 'argon2i'],
  ['id', 'argon2id'],
])

function readArgon2(
  { credentialData }: KeycloakCredential,
  salt: Buffer,
  hash: Buffer,
  { bounds }: ReadContext,
): StoredHash | HashFault {
  const { type, version, memory, parallelism, hashLength } = credentialData.additionalParameters ?? {}
  const [variant, argon2Version] = [VARIANTS.get(type?.[0]), VERSIONS.get(version?.[0])]
  const [memoryKib, lanes, bytes] = [memory, parallelism, hashLength].map((text) => parseWholeNumber(text?.[0] ?? ''))
  if (!variant || !argon2Version || memoryKib === undefined || lanes === undefined || bytes !== hash.length)
    return 'hash_malformed'
  const timeCost = credentialData.hashIterations
  return storedArgon2({ variant, version: argon2Version, memoryKib, timeCost, parallelism: lanes, salt, hash }, bounds)
}
