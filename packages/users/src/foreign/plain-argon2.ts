import { argon2Cost, argon2Fault, readArgon2 } from './argon2-hash.ts'
import type { HashReader, StoredHash } from './stored-hash.ts'

/** Base64 without padding, and without set bits that stand for nothing: one text for each sequence of bytes. */
const BASE64 = '((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048])?)'
const NUMBER = '(0|[1-9]\\d{0,8})'
const PLAIN = new RegExp(`^\\$argon2id\\$v=19\\$m=${NUMBER},t=${NUMBER},p=${NUMBER}\\$${BASE64}\\$${BASE64}$`)

/**
 * Argon2id as most systems write it and as it is stored, character for character. It says what `readArgon2` would say,
 * without decoding and encoding again: an import has millions of them. Undefined for any other text.
 */
export const readPlainArgon2: HashReader = (text, context) => {
  const [, m, t, p, saltText, hashText] = PLAIN.exec(text) ?? []
  if (hashText === undefined) return undefined
  const numbers = { memoryKib: Number(m), timeCost: Number(t), parallelism: Number(p) }
  const lengths = { salt: { length: bytesIn(saltText!) }, hash: { length: bytesIn(hashText) } }
  return (
    argon2Fault({ ...numbers, ...lengths }, context.bounds) ?? {
      kind: 'stored',
      scheme: 'argon2id',
      passwordHash: text,
      cost: argon2Cost({ variant: 'argon2id', ...numbers }),
      verify: (password, threads) => (readArgon2(text, context) as StoredHash).verify(password, threads),
    }
  )
}

const bytesIn = (base64: string): number => Math.floor((base64.length * 3) / 4)
