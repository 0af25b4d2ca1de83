import sodium from 'sodium-native'
import {
  type Binding,
  bytesOf,
  EPHEMERAL_BYTES,
  keyIdOf,
  NONCE_BYTES,
  PADDED_BLOCK_BYTES,
  SEAL_VERSION,
  SESSION_KEY_BYTES,
  TAG_BYTES,
} from './seal-format.ts'

/**
 * One key agreement (some 70 microseconds) serves this many seals or this long, whichever ends first. Then its key is
 * wiped, and nothing that the gateway still has can open what it sealed before. Decision 0001 says what that is worth.
 */
const SESSION_SEALS = 1_024
const SESSION_MS = 1_000

/** Seals passwords to the workers' public key. Disposing it wipes the key of the current session. */
export type Sealer = Disposable & {
  /** Encrypts `password` so that it opens only beside `binding`; each seal is different. */
  seal(password: string, binding: Binding): string
}

type Session = { ephemeralPublicKey: Buffer; key: Buffer; sealsLeft: number; endsAt: number }

/** The gateway's half. Like HPKE (RFC 9180): one encapsulated key, many sealed messages. */
export function createSealer(publicKey: Buffer): Sealer {
  const prefix = `${SEAL_VERSION}.${keyIdOf(publicKey)}.`
  let session: Session | undefined
  let timer: NodeJS.Timeout | undefined

  const end = () => {
    clearTimeout(timer)
    if (session) sodium.sodium_memzero(session.key)
    session = undefined
  }
  const begin = () => {
    end()
    timer = setTimeout(end, SESSION_MS).unref() // also when nothing is sealed any longer
    session = agree(publicKey)
    return session
  }

  return {
    seal(password, binding) {
      const current = session && session.sealsLeft > 0 && performance.now() < session.endsAt ? session : begin()
      const { ephemeralPublicKey, key } = current
      current.sealsLeft--
      const passwordBytes = Buffer.byteLength(password)
      const paddedBytes = (Math.floor(passwordBytes / PADDED_BLOCK_BYTES) + 1) * PADDED_BLOCK_BYTES
      const sealed = Buffer.allocUnsafe(EPHEMERAL_BYTES + NONCE_BYTES + paddedBytes + TAG_BYTES)
      ephemeralPublicKey.copy(sealed)
      const nonce = sealed.subarray(EPHEMERAL_BYTES, EPHEMERAL_BYTES + NONCE_BYTES)
      sodium.randombytes_buf(nonce)
      // Encrypted in place, so that no copy of the password has to be wiped.
      const ciphertext = sealed.subarray(EPHEMERAL_BYTES + NONCE_BYTES)
      const padded = ciphertext.subarray(0, paddedBytes)
      padded.write(password)
      sodium.sodium_pad(padded, passwordBytes, PADDED_BLOCK_BYTES)
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(ciphertext, padded, bytesOf(binding), null, nonce, key)
      return prefix + sealed.toString('base64url')
    },
    [Symbol.dispose]: end,
  }
}

/** A fresh ephemeral key pair, of which only the public half and the key agreed on survive this call. */
function agree(publicKey: Buffer): Session {
  const ephemeralPublicKey = Buffer.alloc(EPHEMERAL_BYTES)
  const ephemeralSecretKey = Buffer.allocUnsafeSlow(sodium.crypto_kx_SECRETKEYBYTES)
  const key = Buffer.allocUnsafeSlow(SESSION_KEY_BYTES)
  const unused = Buffer.allocUnsafeSlow(SESSION_KEY_BYTES) // the key of the other direction
  sodium.crypto_kx_keypair(ephemeralPublicKey, ephemeralSecretKey)
  sodium.crypto_kx_client_session_keys(unused, key, ephemeralPublicKey, ephemeralSecretKey, publicKey)
  sodium.sodium_memzero(ephemeralSecretKey)
  sodium.sodium_memzero(unused)
  return { ephemeralPublicKey, key, sealsLeft: SESSION_SEALS, endsAt: performance.now() + SESSION_MS }
}
