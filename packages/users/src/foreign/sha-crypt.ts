import { encodeCryptBase64 } from './crypt-base64.ts'
import { sameBytes } from './same-bytes.ts'
import type { HashReader } from './stored-hash.ts'
import { parseWholeNumber } from './whole-number.ts'

const PREFIX = /^(?:\{CRYPT\})?\$(5|6|sha256-crypt|sha512-crypt)(?=\$)/
const FORM = /^\$(?:rounds=(\d+)\$)?([./0-9A-Za-z]{0,16})\$([./0-9A-Za-z]+)$/
const DEFAULT_ROUNDS = 5_000
/** Fewer are raised to this when a hash is made, so none that was made has fewer. */
const LEAST_ROUNDS = 1_000
/** As libxcrypt has it. The time grows with the length of the password, which is why there has to be a limit. */
const LONGEST_PASSWORD_BYTES = 512

/**
 * SHA-crypt of crypt(3): `$5$` (SHA-256) and `$6$` (SHA-512), also as LDAP (`{CRYPT}$6$`) and Ory Kratos
 * (`$sha512-crypt$`) write them.
 */
export const readShaCrypt: HashReader = (text, { bounds }) => {
  const [prefix, name = ''] = PREFIX.exec(text) ?? []
  if (prefix === undefined) return undefined
  const long = name === '6' || name === 'sha512-crypt'
  const algorithm = long ? 'sha512' : 'sha256'
  const rest = text.slice(prefix.length)
  const [, roundsText, salt = '', digits = ''] = FORM.exec(rest) ?? []
  const rounds = roundsText === undefined ? DEFAULT_ROUNDS : parseWholeNumber(roundsText)
  if (digits.length !== (long ? 86 : 43) || rounds === undefined || rounds < LEAST_ROUNDS) return 'hash_malformed'
  if (rounds > bounds.shaCryptRounds) return 'hash_out_of_bounds'
  const scheme = `${algorithm}-crypt`
  return {
    kind: 'stored',
    scheme,
    passwordHash: `$${long ? 6 : 5}${rest}`,
    cost: { label: `${scheme} ${rounds}`, memoryKib: 1, milliseconds: (rounds * 4.5) / 1_000 },
    async verify(password, threads) {
      const bytes = Buffer.from(password)
      const known = bytes.subarray(0, LONGEST_PASSWORD_BYTES)
      const digest = await threads.digest({ kind: 'sha-crypt', algorithm, rounds, salt, password: known })
      const computed = encodeCryptBase64(inOrder(digest))
      return sameBytes(Buffer.from(computed), Buffer.from(digits)) && known.length === bytes.length
    },
  }
}

/**
 * The bytes in the order of SHA-crypt.txt, step 22: groups of three that lie a third of the digest apart, each group one
 * byte to the right of the one before and turned by one place, here from the least significant byte of a group up.
 */
export function inOrder(digest: Uint8Array): Uint8Array {
  const third = Math.floor(digest.length / 3)
  const turn = digest.length === 64 ? 1 : 2
  const groups = Array.from({ length: third }, (_, group) =>
    [2, 1, 0].map((place) => digest[group + third * ((place + turn * group) % 3)]!),
  )
  return Uint8Array.from([...groups.flat(), ...digest.subarray(3 * third)])
}
