import { decodeBase64, encodeBase64 } from './base64.ts'
import { deriveScrypt, type ScryptParameters, scryptCost, scryptFault } from './derive-scrypt.ts'
import type { HashBounds } from './hash-bounds.ts'
import { decodeHex } from './hex.ts'
import { sameBytes } from './same-bytes.ts'
import type { HashFault, HashReader, StoredHash } from './stored-hash.ts'
import { parseParameters, parseWholeNumber } from './whole-number.ts'

/** 32 bytes is the default of passlib, Kratos and passwap; 64 that of Werkzeug, Django and Better Auth. */
const HASH_BYTES = [32, 64]

/**
 * scrypt (RFC 7914): `$scrypt$ln=14,r=8,p=1$salt$hash` of passlib and others, where `ln` is log2 of N, also as Ory Kratos
 * writes it, with N itself for `ln` (no N is below 64, no log2 of one above 63); `scrypt:N:r:p$salt$hex` of Werkzeug and
 * `scrypt$N$salt$r$p$base64` of Django, whose salts are text; `hex:hex` of Better Auth.
 */
export const readScrypt: HashReader = (text, { bounds }) => {
  if (BETTER_AUTH.test(text)) return readBetterAuth(text, bounds)
  if (text.startsWith('$scrypt$')) return readPhc(text, bounds)
  if (text.startsWith('scrypt:')) return readWerkzeug(text, bounds)
  return text.startsWith('scrypt$') ? readDjango(text, bounds) : undefined
}

function readPhc(text: string, bounds: HashBounds): StoredHash | HashFault {
  const [, , parametersText = '', saltText = '', hashText = '', ...more] = text.split('$')
  const parameters = parseParameters(parametersText, ['ln', 'r', 'p'])
  if (!parameters || more.length > 0) return 'hash_malformed'
  const { ln, r, p } = parameters
  return storedScrypt({ N: ln > 63 ? ln : 2 ** ln, r, p }, decodeBase64(saltText), decodeBase64(hashText), bounds)
}

function readWerkzeug(text: string, bounds: HashBounds): StoredHash | HashFault {
  const [, N, r, p, salt = '', hash = ''] = /^scrypt:([^:$]*):([^:$]*):([^:$]*)\$([^$]*)\$([^$]*)$/.exec(text) ?? []
  return storedScrypt(parametersOf(N, r, p), Buffer.from(salt), only64(decodeHex(hash)), bounds)
}

function readDjango(text: string, bounds: HashBounds): StoredHash | HashFault {
  const [, N, salt = '', r, p, hash = '', ...more] = text.split('$')
  if (more.length > 0) return 'hash_malformed'
  return storedScrypt(parametersOf(N, r, p), Buffer.from(salt), only64(decodeBase64(hash)), bounds)
}

const parametersOf = (...texts: (string | undefined)[]): ScryptParameters => {
  const [N, r, p] = texts.map((text) => parseWholeNumber(text ?? '') ?? Number.NaN) as [number, number, number]
  return { N, r, p }
}

const only64 = (hash: Buffer | undefined): Buffer | undefined => (hash?.length === 64 ? hash : undefined)

/** A hash of `salt` and the password's UTF-8. Shorter hashes than the usual would be the beginning of the right one. */
export function storedScrypt(
  parameters: ScryptParameters,
  salt: Buffer | undefined,
  hash: Buffer | undefined,
  bounds: HashBounds,
): StoredHash | HashFault {
  if (!salt || !hash || !HASH_BYTES.includes(hash.length)) return 'hash_malformed'
  const fault = scryptFault(parameters, bounds)
  if (fault) return fault
  const { N, r, p } = parameters
  return {
    kind: 'stored',
    scheme: 'scrypt',
    passwordHash: `$scrypt$ln=${Math.log2(N)},r=${r},p=${p}$${encodeBase64(salt)}$${encodeBase64(hash)}`,
    cost: scryptCost('scrypt', parameters),
    verify: async (password) =>
      sameBytes(await deriveScrypt(Buffer.from(password), salt, hash.length, parameters), hash),
  }
}

const BETTER_AUTH = /^[0-9a-f]{32}:[0-9a-f]{128}$/
/** No honest text has as many marks in a row (UAX #15, 13), and normalising sorts n of them in n² steps. */
const MARKS_WITHOUT_END = /\p{M}{31}/u
const BETTER_AUTH_PARAMETERS = { N: 16_384, r: 16, p: 1 }

/** Better Auth: the salt is the hexadecimal text itself, and the password is brought to NFKC. It stays in this form. */
function readBetterAuth(text: string, bounds: HashBounds): StoredHash | HashFault {
  const fault = scryptFault(BETTER_AUTH_PARAMETERS, bounds)
  if (fault) return fault
  const salt = Buffer.from(text.slice(0, 32))
  const hash = Buffer.from(text.slice(33), 'hex')
  return {
    kind: 'stored',
    scheme: 'scrypt',
    passwordHash: text,
    cost: scryptCost('scrypt (Better Auth)', BETTER_AUTH_PARAMETERS),
    verify: async (password) => {
      const asHashed = Buffer.from(MARKS_WITHOUT_END.test(password) ? password : password.normalize('NFKC'))
      return sameBytes(await deriveScrypt(asHashed, salt, hash.length, BETTER_AUTH_PARAMETERS), hash)
    },
  }
}
