import { hash } from 'node:crypto'

export type ShaCryptJob = { algorithm: 'sha256' | 'sha512'; rounds: number; salt: string; password: Uint8Array }

/**
 * Ulrich Drepper's SHA-crypt (akkadia.org/drepper/SHA-crypt.txt; the numbers are its steps), before it is written down.
 * Blocks its thread, and costs more the longer the password is.
 */
export function shaCryptDigest({ algorithm, rounds, salt: saltText, password }: ShaCryptJob): Uint8Array {
  const digestOf = (...parts: Uint8Array[]): Buffer => hash(algorithm, Buffer.concat(parts), 'buffer')
  const salt = Buffer.from(saltText)

  const b = digestOf(password, salt, password) // 4-8
  const bits = password.length.toString(2).split('').reverse()
  const a = digestOf(
    password, // 1-3
    salt,
    repeatTo(b, password.length), // 9-10
    ...bits.map((bit) => (bit === '1' ? b : password)), // 11
  ) // 12

  const p = repeatTo(digestOf(...Array<Uint8Array>(password.length).fill(password)), password.length) // 13-16
  const s = repeatTo(digestOf(...Array<Uint8Array>(16 + a[0]!).fill(salt)), salt.length) // 17-20

  let c = a // 21
  for (let round = 0; round < rounds; round += 1) {
    const odd = round % 2 === 1
    const parts = [odd ? p : c]
    if (round % 3 !== 0) parts.push(s)
    if (round % 7 !== 0) parts.push(p)
    parts.push(odd ? c : p)
    c = digestOf(...parts)
  }
  return c
}

/** `bytes`, again and again, cut at `length`. */
const repeatTo = (bytes: Buffer, length: number): Buffer =>
  Buffer.concat(Array<Buffer>(Math.ceil(length / bytes.length)).fill(bytes)).subarray(0, length)
