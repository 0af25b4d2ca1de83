import { createHash } from 'node:crypto'
import sodium from 'sodium-native'

/**
 * A seal is `2.<key id>.<base64url>`, the last of which is the ephemeral public key of a session, a nonce, and the
 * padded password under XChaCha20-Poly1305. Seals without a version in front are those of release 0.1.
 */
export const SEAL_VERSION = '2'

export const EPHEMERAL_BYTES = sodium.crypto_kx_PUBLICKEYBYTES
export const NONCE_BYTES = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
export const TAG_BYTES = sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES
export const SESSION_KEY_BYTES = sodium.crypto_kx_SESSIONKEYBYTES

/**
 * Passwords are padded to a multiple of this many bytes, so that the length of a seal says nothing about any password
 * of up to 255 ASCII characters.
 */
export const PADDED_BLOCK_BYTES = 256

/** What a seal is bound to. It opens beside this purpose, job and name, and nowhere else. */
export type Binding = { purpose: 'registration'; jobId: string; canonicalUsername: string }

/** The additional data of the encryption: authenticated, and not part of the seal. */
export const bytesOf = ({ purpose, jobId, canonicalUsername }: Binding): Buffer =>
  Buffer.from(`${SEAL_VERSION}\n${purpose}\n${jobId}\n${canonicalUsername}`) // no name and no id can hold a line feed

/** Names a key without saying anything about it: it distinguishes rotated keys. */
export const keyIdOf = (publicKey: Buffer): string =>
  createHash('sha256').update(publicKey).digest('base64url').slice(0, 11)

/** A seal that cannot be opened here. The code is safe to log and to store. */
export class SealError extends Error {
  override name = 'SealError'
  /** `seal_damaged` is also what a seal moved to another job or name gives: it cannot be distinguished from an altered one. */
  readonly code: 'seal_malformed' | 'seal_unknown_key' | 'seal_damaged'

  constructor(code: SealError['code']) {
    super(code)
    this.code = code
  }
}
