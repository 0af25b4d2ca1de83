import sodium from 'sodium-native'
import { openSealedBox } from './open-sealed-box.ts'
import {
  type Binding,
  bytesOf,
  EPHEMERAL_BYTES,
  keyIdOf,
  NONCE_BYTES,
  PADDED_BLOCK_BYTES,
  SEAL_VERSION,
  SealError,
  TAG_BYTES,
} from './seal-format.ts'
import type { SealingKeyPair } from './sealing-key.ts'
import { createSessionKeys } from './session-keys.ts'

/**
 * Opens seals. `open` returns the password as a Buffer, which its user wipes after hashing, as a string cannot be.
 * Disposing the opener wipes the session keys that it remembers.
 */
export type Opener = Disposable & {
  /** @throws SealError: not a seal, sealed to a key that is not here, altered, or sealed for something else */
  open(seal: string, binding: Binding): Buffer
}

/** The workers' half: opens seals made to any of `pairs`, several while jobs wait for an older key. */
export function createOpener(pairs: SealingKeyPair[]): Opener {
  const pairById = new Map(pairs.map((pair) => [keyIdOf(pair.publicKey), pair]))
  const sessions = createSessionKeys()
  const pairNamed = (keyId: string) => {
    const pair = pairById.get(keyId)
    if (!pair) throw new SealError('seal_unknown_key')
    return pair
  }

  return {
    open(seal, binding) {
      const [version, keyId, encoded, ...rest] = seal.split('.')
      if (version && keyId && encoded === undefined) return openSealedBox(pairNamed(version), keyId, binding)
      if (version !== SEAL_VERSION || !keyId || !encoded || rest.length > 0) throw new SealError('seal_malformed')
      const pair = pairNamed(keyId)
      const sealed = Buffer.from(encoded, 'base64url')
      const ciphertext = sealed.subarray(EPHEMERAL_BYTES + NONCE_BYTES)
      if (ciphertext.length <= TAG_BYTES) throw new SealError('seal_malformed')
      const key = sessions.agreedWith(sealed.subarray(0, EPHEMERAL_BYTES), pair)
      const padded = Buffer.allocUnsafeSlow(ciphertext.length - TAG_BYTES)
      const nonce = sealed.subarray(EPHEMERAL_BYTES, EPHEMERAL_BYTES + NONCE_BYTES)
      try {
        sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(padded, null, ciphertext, bytesOf(binding), nonce, key)
      } catch {
        throw new SealError('seal_damaged')
      }
      return padded.subarray(0, sodium.sodium_unpad(padded, padded.length, PADDED_BLOCK_BYTES))
    },
    [Symbol.dispose]: () => sessions[Symbol.dispose](),
  }
}
