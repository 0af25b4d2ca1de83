import { hash } from 'node:crypto'

export type PhpassJob = { algorithm: 'md5' | 'sha512'; log2Rounds: number; salt: string; password: Uint8Array }

/** phpass' portable hash: salt and password, and then 2^n times the digest before and the password. Blocks its thread. */
export function phpassDigest({ algorithm, log2Rounds, salt, password }: PhpassJob): Uint8Array {
  let digest = hash(algorithm, Buffer.concat([Buffer.from(salt), password]), 'buffer')
  const next = Buffer.concat([digest, password])
  for (let round = 2 ** log2Rounds; round > 0; round -= 1) {
    digest.copy(next)
    digest = hash(algorithm, next, 'buffer')
  }
  return digest
}
