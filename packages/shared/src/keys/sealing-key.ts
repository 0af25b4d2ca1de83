import sodium from 'sodium-native'

/** An X25519 key pair. Anyone with the public half can seal; only the private half opens. */
export type SealingKeyPair = { publicKey: Buffer; privateKey: Buffer }

/** A fresh key pair from the system's randomness. */
export function generateSealingKeyPair(): SealingKeyPair {
  const publicKey = Buffer.alloc(sodium.crypto_box_PUBLICKEYBYTES)
  const privateKey = Buffer.alloc(sodium.crypto_box_SECRETKEYBYTES)
  sodium.crypto_box_keypair(publicKey, privateKey)
  return { publicKey, privateKey }
}

/** The pair that a private key of 32 bytes belongs to. */
export function sealingKeyPairOf(privateKey: Buffer): SealingKeyPair {
  const publicKey = Buffer.alloc(sodium.crypto_box_PUBLICKEYBYTES)
  sodium.crypto_scalarmult_base(publicKey, privateKey)
  return { publicKey, privateKey }
}
