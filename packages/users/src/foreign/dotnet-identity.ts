import { decodeBase64 } from './base64.ts'
import { type Pbkdf2Digest, storedPbkdf2 } from './pbkdf2.ts'
import type { HashReader } from './stored-hash.ts'

/** Base64 whose first byte is 0 or 1, and long enough for a salt and a subkey of 128 bits each. */
const FORM = /^A[A-Za-f][A-Za-z0-9+/]{40,}={0,2}$/

/** By their numbers in KeyDerivationPrf. */
const DIGESTS: Pbkdf2Digest[] = ['sha1', 'sha256', 'sha512']
const HEADER_BYTES = 13
/** 32 is what it writes; the two others stand in its own tests. Any other is a hash with an end missing. */
const SUBKEY_BYTES = [16, 32, 64]

/**
 * ASP.NET Core Identity (PasswordHasher.cs), base64 of a blob. Version 2: 0, 16 bytes of salt, 32 of PBKDF2-SHA1 with 1,000
 * iterations. Version 3: 1, the digest, the iterations and the length of the salt in four bytes each, big endian, the salt
 * and the subkey.
 */
export const readDotnetIdentity: HashReader = (text, { bounds }) => {
  if (!FORM.test(text)) return undefined
  const blob = decodeBase64(text)
  if (!blob) return 'hash_malformed'
  if (blob[0] === 0) {
    if (blob.length !== 49) return 'hash_malformed'
    return storedPbkdf2(
      { digest: 'sha1', iterations: 1_000, salt: blob.subarray(1, 17), hash: blob.subarray(17) },
      bounds,
    )
  }
  const [digest, iterations, saltBytes] = [
    DIGESTS[blob.readUInt32BE(1)],
    blob.readUInt32BE(5),
    blob.readUInt32BE(9),
  ] as const
  const salt = blob.subarray(HEADER_BYTES, HEADER_BYTES + saltBytes)
  const hash = blob.subarray(HEADER_BYTES + saltBytes)
  if (!digest || salt.length < 16 || !SUBKEY_BYTES.includes(hash.length)) return 'hash_malformed'
  return storedPbkdf2({ digest, iterations, salt, hash }, bounds)
}
