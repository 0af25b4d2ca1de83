import { createDigestThreads, type DigestThreadsOptions } from './digest-threads.ts'
import { DEFAULT_HASH_BOUNDS, type HashBounds } from './hash-bounds.ts'
import { recognizeHash } from './recognize-hash.ts'

export type TypedPassword = {
  /** Exactly as it was typed, which is what other systems have hashed. */
  typed: string
  /** As Registrar normalises what it hashes itself. */
  normalized: string
}

export interface PasswordVerifier extends AsyncDisposable {
  /**
   * Whether the password is the one of this stored hash, whatever its scheme. A hash that is unknown, damaged or more expensive than
   * the bounds matches no password. An argon2id hash does not say whether it was made here: where the two forms of a password
   * differ, both are tried.
   * @throws DigestDeadlineError when a digest in a thread took too long: nothing is known about the password
   */
  verify(passwordHash: string, password: TypedPassword): Promise<boolean>
}

/** Its threads end when it is disposed of. */
export function createPasswordVerifier({
  bounds = DEFAULT_HASH_BOUNDS,
  ...options
}: { bounds?: HashBounds } & DigestThreadsOptions = {}): PasswordVerifier {
  const threads = createDigestThreads(options)
  return {
    async verify(passwordHash, { typed, normalized }) {
      // Read again each time, and the bounds checked: the store is input too.
      const hash = recognizeHash(passwordHash, { bounds })
      if (typeof hash === 'string' || hash.kind === 'digest') return false
      const matches =
        (await hash.verify(normalized, threads)) || (typed !== normalized && (await hash.verify(typed, threads)))
      // Nobody types a NUL, and some schemes mix passwords up by it: HMAC, and so PBKDF2 and scrypt, takes `a` and `a\0` for
      // the same, bcrypt `a` and `a\0a`. The work is done all the same: a quick answer would tell the scheme.
      return matches && !typed.includes('\0')
    },
    [Symbol.asyncDispose]: () => threads[Symbol.asyncDispose](),
  }
}
