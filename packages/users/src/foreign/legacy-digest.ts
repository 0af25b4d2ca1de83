import { createHash, createHmac } from 'node:crypto'

/** The digests that Node computes and that passwords have been kept as, with the bytes of their output. */
export const DIGEST_BYTES = { md5: 16, sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 } as const
export type DigestAlgorithm = keyof typeof DIGEST_BYTES

/**
 * How a digest is computed from a password: `before`, the password's UTF-8 and `after`, hashed once; under a key it is an
 * HMAC of the three. A salt is `before` or `after`.
 */
export type DigestRecipe = {
  algorithm: DigestAlgorithm
  key?: Buffer | undefined
  before: Buffer
  after: Buffer
}

/** A fast digest: a password can be guessed from it billions of times a second, so it is never stored as it is. */
export type LegacyDigest = {
  kind: 'digest'
  /** The algorithm, such as `sha1` or `hmac-sha256`. */
  scheme: string
  recipe: DigestRecipe
  digest: Buffer
}

export const isDigestAlgorithm = (name: string): name is DigestAlgorithm => Object.hasOwn(DIGEST_BYTES, name)

export function computeDigest({ algorithm, key, before, after }: DigestRecipe, password: string): Buffer {
  const digest = key === undefined ? createHash(algorithm) : createHmac(algorithm, key)
  return digest.update(before).update(password).update(after).digest()
}

export const NOTHING = Buffer.alloc(0)

/** Undefined when the digest does not have the length of its algorithm. */
export function legacyDigest(
  digest: Buffer | undefined,
  { algorithm, key, before = NOTHING, after = NOTHING }: Partial<DigestRecipe> & Pick<DigestRecipe, 'algorithm'>,
): LegacyDigest | undefined {
  if (digest?.length !== DIGEST_BYTES[algorithm]) return undefined
  const scheme = key === undefined ? algorithm : `hmac-${algorithm}`
  return { kind: 'digest', scheme, recipe: { algorithm, key, before, after }, digest }
}
