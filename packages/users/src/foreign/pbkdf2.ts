import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { decodeAb64, decodeBase64, encodeBase64 } from './base64.ts'
import type { HashBounds } from './hash-bounds.ts'
import { decodeHex } from './hex.ts'
import { sameBytes } from './same-bytes.ts'
import type { HashFault, HashReader, StoredHash } from './stored-hash.ts'
import { parseParameters, parseWholeNumber } from './whole-number.ts'

/** The hash functions of HMAC, with the bytes of their output and the time of 1,000 iterations in milliseconds. */
const DIGESTS = {
  sha1: { bytes: 20, milliseconds: 0.25 },
  sha224: { bytes: 28, milliseconds: 0.25 },
  sha256: { bytes: 32, milliseconds: 0.25 },
  sha384: { bytes: 48, milliseconds: 0.9 },
  sha512: { bytes: 64, milliseconds: 0.9 },
} as const
export type Pbkdf2Digest = keyof typeof DIGESTS

export type Pbkdf2Hash = { digest: Pbkdf2Digest; iterations: number; salt: Buffer; hash: Buffer }

export const isPbkdf2Digest = (name: string): name is Pbkdf2Digest => Object.hasOwn(DIGESTS, name)
export const digestBytes = (digest: Pbkdf2Digest): number => DIGESTS[digest].bytes

/**
 * PBKDF2 (RFC 8018): `$pbkdf2-sha256$i=100000,l=32$salt$hash`; passlib's `$pbkdf2-sha256$100000$salt$hash` (`$pbkdf2$`:
 * SHA-1); `pbkdf2_sha256$100000$salt$hash` of Django and `pbkdf2:sha256:100000$salt$hex` of Werkzeug, whose salts are text.
 * All but the first are exactly as long as their digest: a shorter hash would be the beginning of the right one.
 */
export const readPbkdf2: HashReader = (text, { bounds }) => {
  if (/^\$pbkdf2[-$]/.test(text)) return readDollar(text, bounds)
  if (text.startsWith('pbkdf2_')) return readSaltAsText(DJANGO, decodeBase64, text, bounds)
  return text.startsWith('pbkdf2:') ? readSaltAsText(WERKZEUG, decodeHex, text, bounds) : undefined
}

function readDollar(text: string, bounds: HashBounds): StoredHash | HashFault {
  const [, name = '', cost = '', saltText = '', hashText = '', ...more] = text.split('$')
  const digest = name === 'pbkdf2' ? 'sha1' : name.slice('pbkdf2-'.length)
  if (!isPbkdf2Digest(digest)) return 'unsupported_hash'
  if (more.length > 0) return 'hash_malformed'
  const passlibRounds = parseWholeNumber(cost)
  const decode = passlibRounds === undefined ? decodeBase64 : decodeAb64
  const [salt, hash] = [decode(saltText), decode(hashText)]
  const { i: iterations, l } =
    passlibRounds === undefined ? parseCost(cost) : { i: passlibRounds, l: digestBytes(digest) }
  if (!salt || !hash || iterations === undefined) return 'hash_malformed'
  // Without `l`, the two lengths in use: the digest's own, and the 64 bytes that Auth0 and Keycloak take for all.
  const lengths = l === undefined ? [digestBytes(digest), 64] : [l]
  if (!lengths.includes(hash.length)) return 'hash_malformed'
  return storedPbkdf2({ digest, iterations, salt, hash }, bounds)
}

const parseCost = (cost: string): { i?: number; l?: number } =>
  parseParameters(cost, ['i', 'l']) ?? parseParameters(cost, ['i']) ?? {}

const DJANGO = /^pbkdf2_([^$]*)\$([^$]*)\$([^$]*)\$([^$]*)$/
const WERKZEUG = /^pbkdf2:([^:$]*):([^:$]*)\$([^$]*)\$([^$]*)$/

function readSaltAsText(
  form: RegExp,
  decode: (text: string) => Buffer | undefined,
  text: string,
  bounds: HashBounds,
): StoredHash | HashFault {
  const [, digest = '', iterationsText = '', salt = '', hashText = ''] = form.exec(text) ?? []
  if (digest === '') return 'hash_malformed'
  if (!isPbkdf2Digest(digest)) return 'unsupported_hash'
  const iterations = parseWholeNumber(iterationsText)
  const hash = decode(hashText)
  if (iterations === undefined || hash?.length !== digestBytes(digest)) return 'hash_malformed'
  return storedPbkdf2({ digest, iterations, salt: Buffer.from(salt), hash }, bounds)
}

const derive = promisify(pbkdf2)

/** Output of 16 to 64 bytes: less could be met by chance, more costs without being safer. */
export function storedPbkdf2(
  { digest, iterations, salt, hash }: Pbkdf2Hash,
  bounds: HashBounds,
): StoredHash | HashFault {
  if (iterations < 1 || hash.length < 16 || hash.length > 64) return 'hash_malformed'
  if (iterations > bounds.pbkdf2Iterations) return 'hash_out_of_bounds'
  const { bytes, milliseconds } = DIGESTS[digest]
  const scheme = `pbkdf2-${digest}`
  return {
    kind: 'stored',
    scheme,
    passwordHash: `$${scheme}$i=${iterations},l=${hash.length}$${encodeBase64(salt)}$${encodeBase64(hash)}`,
    cost: {
      label: `${scheme} ${iterations}`,
      memoryKib: 1,
      milliseconds: (iterations / 1_000) * Math.ceil(hash.length / bytes) * milliseconds,
    },
    verify: async (password) =>
      sameBytes(await derive(Buffer.from(password), salt, iterations, hash.length, digest), hash),
  }
}
