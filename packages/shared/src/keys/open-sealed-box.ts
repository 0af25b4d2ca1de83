import sodium from 'sodium-native'
import { type Binding, PADDED_BLOCK_BYTES, SealError } from './seal-format.ts'
import type { SealingKeyPair } from './sealing-key.ts'

/**
 * Opens a seal of release 0.1, an anonymous sealed box (libsodium's crypto_box_seal) around job id, canonical name and
 * password: registrations that were accepted before an upgrade still wait in the queue. @throws SealError
 */
export function openSealedBox({ publicKey, privateKey }: SealingKeyPair, encoded: string, binding: Binding): Buffer {
  const box = Buffer.from(encoded, 'base64url')
  if (box.length <= sodium.crypto_box_SEALBYTES) throw new SealError('seal_malformed')
  const padded = Buffer.allocUnsafeSlow(box.length - sodium.crypto_box_SEALBYTES)
  if (!sodium.crypto_box_seal_open(padded, box, publicKey, privateKey)) throw new SealError('seal_damaged')
  const text = padded.subarray(0, sodium.sodium_unpad(padded, padded.length, PADDED_BLOCK_BYTES))
  const bound = Buffer.from(`${binding.jobId}\n${binding.canonicalUsername}\n`)
  if (!text.subarray(0, bound.length).equals(bound)) {
    sodium.sodium_memzero(padded)
    throw new SealError('seal_damaged')
  }
  return text.subarray(bound.length)
}
