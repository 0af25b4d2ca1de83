import { readArgon2 } from './argon2-hash.ts'
import { readBcrypt } from './bcrypt.ts'
import { readDotnetIdentity } from './dotnet-identity.ts'
import { readFirebaseScrypt } from './firebase-scrypt.ts'
import { DEFAULT_HASH_BOUNDS } from './hash-bounds.ts'
import type { LegacyDigest } from './legacy-digest.ts'
import { readDjangoDigest, readKratosDigest, readLdapDigest } from './legacy-digest-forms.ts'
import { readPbkdf2 } from './pbkdf2.ts'
import { readPhpass } from './phpass.ts'
import { readPlainArgon2 } from './plain-argon2.ts'
import { readScrypt } from './scrypt.ts'
import { readShaCrypt } from './sha-crypt.ts'
import type { HashFault, HashReader, ReadContext, StoredHash } from './stored-hash.ts'
import { isTooLongToWrap, readWrappedDigest } from './wrapped-digest.ts'

/** Each form is of one family only, so their order is nothing but their frequency. */
const READERS: HashReader[] = [
  readPlainArgon2,
  readWrappedDigest,
  readArgon2,
  readBcrypt,
  readPbkdf2,
  readScrypt,
  readFirebaseScrypt,
  readDotnetIdentity,
  readShaCrypt,
  readPhpass,
  readLdapDigest,
  readDjangoDigest,
  readKratosDigest,
]

/**
 * Reads a password hash in any of the accepted textual forms, and checks what verifying it would cost. A `StoredHash` can
 * be stored as its `passwordHash`; a `LegacyDigest` must be wrapped first. Never throws, and takes time in proportion to
 * the text. Nothing is guessed: a bare hexadecimal digest could be of many things, so it is refused.
 */
export function recognizeHash(
  text: string,
  context: ReadContext = { bounds: DEFAULT_HASH_BOUNDS },
): StoredHash | LegacyDigest | HashFault {
  const { textLength } = context.bounds
  if (text.length > textLength) return 'hash_out_of_bounds'
  for (const read of READERS) {
    const hash = read(text, context)
    if (hash !== undefined) return withinText(hash, textLength)
  }
  return 'unsupported_hash'
}

/** What was short enough to be read can be longer in the form that is stored. */
export function withinText(hash: StoredHash | LegacyDigest | HashFault, textLength: number) {
  if (typeof hash === 'string') return hash
  const tooLong = hash.kind === 'digest' ? isTooLongToWrap(hash, textLength) : hash.passwordHash.length > textLength
  return tooLong ? 'hash_out_of_bounds' : hash
}
