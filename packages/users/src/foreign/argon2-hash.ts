import { decodeBase64, encodeBase64 } from './base64.ts'
import { type Argon2Hash, deriveArgon2 } from './derive-argon2.ts'
import type { HashBounds } from './hash-bounds.ts'
import { sameBytes } from './same-bytes.ts'
import type { HashCost, HashFault, HashReader, StoredHash } from './stored-hash.ts'
import { parseParameters } from './whole-number.ts'

const PREFIX = /^(?:argon2|\{argon2\})?\$(argon2(?:id|i|d))\$/

/**
 * Argon2 as PHC strings (RFC 9106 names the parameters): `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. Without `v=` the
 * version is 16, the one before versions were written. Django puts `argon2` in front, Spring Security `{argon2}`.
 */
export const readArgon2: HashReader = (text, { bounds }) => {
  const hash = parseArgon2(text)
  return typeof hash === 'object' ? storedArgon2(hash, bounds) : hash
}

export function parseArgon2(text: string): Argon2Hash | HashFault | undefined {
  const prefix = PREFIX.exec(text)
  if (!prefix) return undefined
  const parts = text.slice(prefix[0].length).split('$')
  if (parts.length === 3) parts.unshift('v=16')
  const [versionText, parametersText, saltText, hashText] = parts as [string, string, string, string]
  if (parts.length !== 4) return 'hash_malformed'
  // Keyed and otherwise bound hashes cannot be verified without what they were bound to.
  if (/(?:^|,)(?:keyid|data)=/.test(parametersText)) return 'unsupported_hash'
  const { v } = parseParameters(versionText, ['v']) ?? {}
  const parameters = parseParameters(parametersText, ['m', 't', 'p'])
  const salt = decodeBase64(saltText)
  const hash = decodeBase64(hashText)
  if ((v !== 16 && v !== 19) || !parameters || !salt || !hash) return 'hash_malformed'
  const { m: memoryKib, t: timeCost, p: parallelism } = parameters
  return { variant: prefix[1] as Argon2Hash['variant'], version: v, memoryKib, timeCost, parallelism, salt, hash }
}

/** Checks the limits of the algorithm (RFC 9106, 3.1; lengths as its reference implementation has them) and the bounds. */
export function storedArgon2(hash: Argon2Hash, bounds: HashBounds): StoredHash | HashFault {
  const fault = argon2Fault(hash, bounds)
  if (fault) return fault
  return {
    kind: 'stored',
    scheme: hash.variant,
    passwordHash: formatArgon2(hash),
    cost: argon2Cost(hash),
    verify: async (password) => sameBytes(await deriveArgon2(Buffer.from(password), hash), hash.hash),
  }
}

/** What of a hash the limits are about. */
type Measures = Pick<Argon2Hash, 'memoryKib' | 'timeCost' | 'parallelism'> & {
  salt: { length: number }
  hash: { length: number }
}

export function argon2Fault(
  { memoryKib, timeCost, parallelism, salt, hash }: Measures,
  bounds: HashBounds,
): HashFault | undefined {
  if (timeCost < 1 || parallelism < 1 || memoryKib < 8 * parallelism) return 'hash_malformed'
  if (salt.length < 8 || hash.length < 4 || hash.length > 64) return 'hash_malformed'
  const within =
    memoryKib <= bounds.argon2MemoryKib && timeCost <= bounds.argon2TimeCost && parallelism <= bounds.argon2Parallelism
  return within ? undefined : 'hash_out_of_bounds'
}

export const formatArgon2 = ({ variant, version, memoryKib, timeCost, parallelism, salt, hash }: Argon2Hash): string =>
  `$${variant}$v=${version}$m=${memoryKib},t=${timeCost},p=${parallelism}$${encodeBase64(salt)}$${encodeBase64(hash)}`

export const argon2Cost = ({
  variant,
  memoryKib,
  timeCost,
  parallelism,
}: Pick<Argon2Hash, 'variant' | 'memoryKib' | 'timeCost' | 'parallelism'>): HashCost => ({
  label: `${variant} m=${memoryKib},t=${timeCost},p=${parallelism}`,
  memoryKib,
  milliseconds: (memoryKib * timeCost) / 1_500,
})
