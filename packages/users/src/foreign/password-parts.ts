import { z } from 'zod'
import { decodeBase64 } from './base64.ts'
import { storedFirebaseScrypt } from './firebase-scrypt.ts'
import { DEFAULT_HASH_BOUNDS } from './hash-bounds.ts'
import { decodeHex } from './hex.ts'
import { KeycloakCredential, readKeycloak } from './keycloak.ts'
import { DIGEST_BYTES, type DigestAlgorithm, type LegacyDigest, legacyDigest } from './legacy-digest.ts'
import { type Pbkdf2Digest, storedPbkdf2 } from './pbkdf2.ts'
import { recognizeHash, withinText } from './recognize-hash.ts'
import { storedScrypt } from './scrypt.ts'
import type { HashFault, ReadContext, StoredHash } from './stored-hash.ts'

const written = { hash: z.string(), encoding: z.enum(['hex', 'base64']).optional() }
const encoding = z.enum(['text', 'hex', 'base64']).optional()
const saltOfDigest = {
  salt: z.string().optional(),
  saltEncoding: encoding,
  saltPosition: z.enum(['before', 'after']).optional(),
}
const salt = { salt: z.string(), saltEncoding: encoding }

const PBKDF2 = ['pbkdf2-sha1', 'pbkdf2-sha224', 'pbkdf2-sha256', 'pbkdf2-sha384', 'pbkdf2-sha512'] as const
const DIGESTS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const
const HMACS = ['hmac-md5', 'hmac-sha1', 'hmac-sha224', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512'] as const

/**
 * A hash whose parts come apart.
 *
 * - Digests: `encoding` of `hash` may be left out, its length says it. A salt needs its position; it is text unless
 *   `saltEncoding` says otherwise, and so is the `key` of an HMAC with its `keyEncoding`.
 * - PBKDF2 and scrypt: `encoding` (default `base64`) is that of `hash` and `salt`; `saltEncoding` is for a salt of another.
 * - Firebase: `hash` and `salt` as exported, the rest from the project's password hash parameters.
 * - Keycloak: the two members of the credential as exported.
 */
const PasswordParts = z.discriminatedUnion('scheme', [
  z.strictObject({ scheme: z.enum(DIGESTS), ...written, ...saltOfDigest }),
  z.strictObject({ scheme: z.enum(HMACS), ...written, ...saltOfDigest, key: z.string(), keyEncoding: encoding }),
  z.strictObject({ scheme: z.enum(PBKDF2), ...written, ...salt, iterations: z.int() }),
  z.strictObject({ scheme: z.literal('scrypt'), ...written, ...salt, n: z.int(), r: z.int(), p: z.int() }),
  z.strictObject({
    scheme: z.enum(['firebase', 'firebase-scrypt']),
    hash: z.string(),
    salt: z.string(),
    rounds: z.int(),
    memCost: z.int(),
    saltSeparator: z.string(),
    signerKey: z.string().optional(),
  }),
  KeycloakCredential.extend({ scheme: z.literal('keycloak') }),
])
type PasswordParts = z.infer<typeof PasswordParts>

const SelfDescribing = z.strictObject({ scheme: z.string(), hash: z.string() })

/** Names of systems, and older names, for hashes whose text says everything. */
const ALIASES = new Map([
  ['argon2', /^argon2/],
  ['pbkdf2', /^pbkdf2-/],
  ['dotnet', /^pbkdf2-/],
  ['django', /^(?:argon2|bcrypt|scrypt|pbkdf2-|md5|sha1)/],
  ['werkzeug', /^(?:scrypt|pbkdf2-)/],
  ['wordpress', /^(?:wordpress|phpass|bcrypt)$/],
  ['firebase', /^firebase-scrypt$/],
  ['better-auth', /^scrypt$/],
  ['ssha', /^sha1$/],
  ['ssha256', /^sha256$/],
  ['ssha384', /^sha384$/],
  ['ssha512', /^sha512$/],
  ['smd5', /^md5$/],
])

/** Parts are short, even Keycloak's JSON within JSON. */
const PARTS = 4

/**
 * Reads a password hash that is given as `{ scheme, ... }`, in parts (above) or with a `hash` that says everything itself
 * and agrees with `scheme`. Never throws; a member that the scheme does not know is a fault.
 */
export function recognizeParts(
  given: { readonly [member: string]: unknown },
  context: ReadContext = { bounds: DEFAULT_HASH_BOUNDS },
): StoredHash | LegacyDigest | HashFault {
  const { textLength } = context.bounds
  if (JSON.stringify(given).length > PARTS * textLength) return 'hash_out_of_bounds'
  const whole = readSelfDescribing(given, context)
  if (typeof whole === 'object') return whole
  const { digest, ...others } = given
  const parts = PasswordParts.safeParse(digest === undefined ? given : { hash: digest, ...others })
  if (parts.success) return withinText(readParts(parts.data, context) ?? 'hash_malformed', textLength)
  return whole ?? (isKnown(given['scheme']) ? 'hash_malformed' : 'unsupported_hash')
}

function readSelfDescribing(given: object, context: ReadContext): StoredHash | LegacyDigest | HashFault | undefined {
  const { success, data } = SelfDescribing.safeParse(given)
  if (!success) return undefined
  const hash = recognizeHash(data.hash, context)
  if (typeof hash === 'string') return hash === 'unsupported_hash' ? undefined : hash
  return hash.scheme === data.scheme || ALIASES.get(data.scheme)?.test(hash.scheme) ? hash : undefined
}

const SCHEMES = new Set<unknown>([
  ...['argon2id', 'argon2i', 'argon2d', 'bcrypt', 'bcrypt_sha256', 'scrypt', 'firebase-scrypt', 'keycloak'],
  ...['sha256-crypt', 'sha512-crypt', 'phpass', 'drupal7', ...PBKDF2, ...DIGESTS, ...HMACS, ...ALIASES.keys()],
])
const isKnown = (scheme: unknown): boolean => SCHEMES.has(scheme)

function readParts(parts: PasswordParts, context: ReadContext): StoredHash | LegacyDigest | HashFault | undefined {
  const { bounds } = context
  switch (parts.scheme) {
    case 'keycloak':
      return readKeycloak(parts, context)
    case 'firebase':
    case 'firebase-scrypt':
      return storedFirebaseScrypt({ p: 1, signerKey: undefined, ...parts }, context.firebaseSignerKey, bounds)
    case 'scrypt': {
      const { n: N, r, p } = parts
      return storedScrypt({ N, r, p }, saltOf(parts), decodeHash(parts), bounds)
    }
    case 'pbkdf2-sha1':
    case 'pbkdf2-sha224':
    case 'pbkdf2-sha256':
    case 'pbkdf2-sha384':
    case 'pbkdf2-sha512': {
      const digest = parts.scheme.slice('pbkdf2-'.length) as Pbkdf2Digest
      const [salt, hash] = [saltOf(parts), decodeHash(parts)]
      return salt && hash && storedPbkdf2({ digest, iterations: parts.iterations, salt, hash }, bounds)
    }
    default:
      return readDigest(parts)
  }
}

type DigestParts = Extract<PasswordParts, { saltPosition?: unknown }>

function readDigest(parts: DigestParts): LegacyDigest | undefined {
  const algorithm = parts.scheme.replace('hmac-', '') as DigestAlgorithm
  const key = 'key' in parts ? decode(parts.key, parts.keyEncoding ?? 'text') : undefined
  const salt = parts.salt === undefined ? undefined : decode(parts.salt, parts.saltEncoding ?? 'text')
  if ('key' in parts && !key) return undefined
  if ((parts.salt !== undefined && !salt) || (salt === undefined) !== (parts.saltPosition === undefined))
    return undefined
  const looksHex = parts.hash.length === 2 * DIGEST_BYTES[algorithm]
  const digest = decode(parts.hash, parts.encoding ?? (looksHex ? 'hex' : 'base64'))
  return legacyDigest(digest, { algorithm, key, ...(salt && { [parts.saltPosition!]: salt }) })
}

type Encoding = 'text' | 'hex' | 'base64'

function decode(text: string, encoding: Encoding): Buffer | undefined {
  if (encoding === 'text') return Buffer.from(text)
  return encoding === 'hex' ? decodeHex(text.toLowerCase()) : decodeBase64(text)
}

/** Without `encoding`, digits that would do for either are a fault: the wrong guess would be a user who never gets in. */
function decodeHash({ hash, encoding }: { hash: string; encoding?: Encoding | undefined }): Buffer | undefined {
  if (encoding === undefined && decodeHex(hash.toLowerCase())) return undefined
  return decode(hash, encoding ?? 'base64')
}

const saltOf = (parts: { salt: string; saltEncoding?: Encoding | undefined; encoding?: Encoding | undefined }) =>
  decode(parts.salt, parts.saltEncoding ?? parts.encoding ?? 'base64')
