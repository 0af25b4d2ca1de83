import { createHash } from 'node:crypto'
import sodium from 'sodium-native'
import type { SealingKeyPair } from './sealing-key.ts'

/** What is bound together inside one seal, so that it means nothing beside another job or another name. */
export type Sealable = { jobId: string; canonicalUsername: string; password: string }

/** The password stays a Buffer, so that it can be wiped after hashing, which a string cannot. */
export type Opened = { jobId: string; canonicalUsername: string; password: Buffer }

/** A seal that cannot be opened here. The code is safe to log and to store. */
export class SealError extends Error {
  override name = 'SealError'
  readonly code: 'seal_malformed' | 'seal_unknown_key' | 'seal_damaged'

  constructor(code: SealError['code']) {
    super(code)
    this.code = code
  }
}

/**
 * Plaintexts are padded to a multiple of this many bytes. The job id takes 36, an ordinary name up to 32: every
 * password of up to 185 ASCII characters makes a seal of one and the same length.
 */
const PADDED_BLOCK_BYTES = 256

const SEPARATOR = '\n' // neither a UUID nor a user name can hold one; a password may, so it comes last

/** Names a key without saying anything about it: rotated keys are told apart by it. */
const keyIdOf = (publicKey: Buffer) => createHash('sha256').update(publicKey).digest('base64url').slice(0, 11)

/**
 * The gateway's half: an anonymous sealed box (libsodium crypto_box_seal) to the workers' public key. Its maker
 * cannot open it again. The result is `<key id>.<base64url>`.
 */
export function createSealer(publicKey: Buffer): (content: Sealable) => string {
  const keyId = keyIdOf(publicKey)
  return ({ jobId, canonicalUsername, password }) => {
    const text = jobId + SEPARATOR + canonicalUsername + SEPARATOR + password
    const length = Buffer.byteLength(text)
    const padded = Buffer.alloc((Math.floor(length / PADDED_BLOCK_BYTES) + 1) * PADDED_BLOCK_BYTES)
    padded.write(text)
    sodium.sodium_pad(padded, length, PADDED_BLOCK_BYTES)
    const box = Buffer.allocUnsafe(padded.length + sodium.crypto_box_SEALBYTES)
    sodium.crypto_box_seal(box, padded, publicKey)
    sodium.sodium_memzero(padded)
    return `${keyId}.${box.toString('base64url')}`
  }
}

/**
 * The workers' half: opens seals made to any of `pairs`.
 * The opener throws SealError: not a seal, sealed to a key that is not here, or altered on the way.
 */
export function createOpener(pairs: SealingKeyPair[]): (seal: string) => Opened {
  const pairById = new Map(pairs.map((pair) => [keyIdOf(pair.publicKey), pair]))
  return (seal) => {
    const [keyId, encoded] = seal.split('.')
    if (!keyId || !encoded) throw new SealError('seal_malformed')
    const pair = pairById.get(keyId)
    if (!pair) throw new SealError('seal_unknown_key')
    const box = Buffer.from(encoded, 'base64url')
    if (box.length <= sodium.crypto_box_SEALBYTES) throw new SealError('seal_malformed')
    const padded = Buffer.allocUnsafeSlow(box.length - sodium.crypto_box_SEALBYTES)
    if (!sodium.crypto_box_seal_open(padded, box, pair.publicKey, pair.privateKey)) throw new SealError('seal_damaged')
    return split(padded.subarray(0, sodium.sodium_unpad(padded, padded.length, PADDED_BLOCK_BYTES)))
  }
}

function split(plaintext: Buffer): Opened {
  const first = plaintext.indexOf(SEPARATOR)
  const second = plaintext.indexOf(SEPARATOR, first + 1)
  if (first < 0 || second < 0) throw new SealError('seal_malformed')
  return {
    jobId: plaintext.toString('utf8', 0, first),
    canonicalUsername: plaintext.toString('utf8', first + 1, second),
    password: plaintext.subarray(second + 1),
  }
}
