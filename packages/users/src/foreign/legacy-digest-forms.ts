import { decodeBase64 } from './base64.ts'
import { decodeHex } from './hex.ts'
import { DIGEST_BYTES, isDigestAlgorithm, type LegacyDigest, legacyDigest } from './legacy-digest.ts'
import type { HashReader } from './stored-hash.ts'

/** LDAP (RFC 2307 and after it): `{SHA}`, `{SSHA256}` and so on, base64 of the digest and, with an S in front, the salt. */
export const readLdapDigest: HashReader = (text) => {
  const [prefix, salted, name = ''] = /^\{(S?)(MD5|SHA|SHA256|SHA384|SHA512)\}/i.exec(text) ?? []
  if (prefix === undefined) return undefined
  const algorithm = name.toLowerCase().replace(/^sha$/, 'sha1')
  const bytes = decodeBase64(text.slice(prefix.length))
  if (!bytes || !isDigestAlgorithm(algorithm)) return 'hash_malformed'
  const length = DIGEST_BYTES[algorithm]
  if (salted ? bytes.length <= length : bytes.length !== length) return 'hash_malformed'
  const recipe = { algorithm, after: bytes.subarray(length) }
  return legacyDigest(bytes.subarray(0, length), recipe) ?? 'hash_malformed'
}

/** Django: `md5$salt$hex` and `sha1$salt$hex`, the salt before the password, both as text. */
export const readDjangoDigest: HashReader = (text) => {
  if (!/^(?:md5|sha1)\$/.test(text)) return undefined
  const [algorithm = '', salt = '', hex = '', ...more] = text.split('$')
  if (!isDigestAlgorithm(algorithm) || more.length > 0) return 'hash_malformed'
  return legacyDigest(decodeHex(hex), { algorithm, before: Buffer.from(salt) }) ?? 'hash_malformed'
}

/**
 * Ory Kratos: `$md5$digest`, `$sha256$pf=format$salt$digest` and `$hmac-sha256$digest$key`. All parts are base64; the digest
 * of an HMAC is base64 of its hexadecimal digits. The format is a text with `{PASSWORD}` in it once, and `{SALT}`.
 */
export const readKratosDigest: HashReader = (text) => {
  const [, keyed, algorithm = '', rest = ''] = /^\$(hmac-)?(md5|sha(?:1|224|256|384|512))\$(.*)$/s.exec(text) ?? []
  if (!isDigestAlgorithm(algorithm)) return undefined
  const parts = rest.split('$')
  return (keyed ? readHmac(algorithm, parts) : readFormatted(algorithm, parts)) ?? 'hash_malformed'
}

function readHmac(algorithm: LegacyDigest['recipe']['algorithm'], parts: string[]): LegacyDigest | undefined {
  const [digestText, key] = parts.map(decodeBase64)
  if (parts.length !== 2 || !digestText || !key) return undefined
  return legacyDigest(decodeHex(digestText.toString('latin1')), { algorithm, key })
}

function readFormatted(algorithm: LegacyDigest['recipe']['algorithm'], parts: string[]): LegacyDigest | undefined {
  if (parts.length === 1) return legacyDigest(decodeBase64(parts[0]!), { algorithm })
  const [formatText = '', saltText = '', digestText = ''] = parts
  if (parts.length !== 3 || !formatText.startsWith('pf=')) return undefined
  const [format, salt, digest] = [formatText.slice('pf='.length), saltText, digestText].map(decodeBase64)
  // latin1 keeps every byte as one character, whatever encoding the format is in.
  const sides = format?.toString('latin1').split('{PASSWORD}')
  if (!salt || sides?.length !== 2) return undefined
  const [before, after] = sides.map((side) =>
    Buffer.from(
      side.replaceAll('{SALT}', () => salt.toString('latin1')),
      'latin1',
    ),
  )
  return legacyDigest(digest, { algorithm, before: before!, after: after! })
}
