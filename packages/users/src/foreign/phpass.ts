import { trimAsPhp } from './bcrypt.ts'
import { CRYPT_DIGITS, encodeCryptBase64 } from './crypt-base64.ts'
import type { DigestThreads } from './digest-threads.ts'
import { sameBytes } from './same-bytes.ts'
import type { HashReader } from './stored-hash.ts'

/** One digit of cost, eight of salt, and the digest: all 22 digits of an MD5, or the first 43 of a SHA-512. */
const FORM = /^\$(?:[PH]\$[./0-9A-Za-z]{31}|S\$[./0-9A-Za-z]{52})$/
/** phpass and Drupal take 7 to 30. */
const LEAST_COST = 7
const GREATEST_COST = 30

/**
 * The portable hashes of phpass: `$P$` of WordPress before 6.8, `$H$` of phpBB, both MD5, and `$S$` of Drupal 7, SHA-512.
 * Passwords longer than those systems take (4,096 bytes, Drupal 512) are wrong.
 */
export const readPhpass: HashReader = (text, { bounds }) => {
  if (!/^\$[PHS]\$/.test(text)) return undefined
  if (!FORM.test(text)) return 'hash_malformed'
  const log2Rounds = CRYPT_DIGITS.indexOf(text[3]!)
  if (log2Rounds < LEAST_COST || log2Rounds > GREATEST_COST) return 'hash_malformed'
  if (log2Rounds > bounds.phpassCost) return 'hash_out_of_bounds'
  const drupal = text.startsWith('$S$')
  const [algorithm, longest] = drupal ? (['sha512', 512] as const) : (['md5', 4_096] as const)
  const [salt, digits] = [text.slice(4, 12), Buffer.from(text.slice(12))]
  const scheme = drupal ? 'drupal7' : 'phpass'

  async function matches(password: string, threads: DigestThreads): Promise<boolean> {
    const bytes = Buffer.from(password)
    const job = { kind: 'phpass', algorithm, log2Rounds, salt, password: bytes.subarray(0, longest) } as const
    const computed = encodeCryptBase64(await threads.digest(job)).slice(0, digits.length)
    return sameBytes(Buffer.from(computed), digits) && bytes.length <= longest
  }

  return {
    kind: 'stored',
    scheme,
    passwordHash: text,
    cost: {
      label: `${scheme} ${2 ** log2Rounds}`,
      memoryKib: 1,
      milliseconds: (2 ** log2Rounds * (drupal ? 3.2 : 2.6)) / 1_000,
    },
    async verify(password, threads) {
      if (await matches(password, threads)) return true
      // WordPress trims before it hashes and before it compares; other users of `$P$` do neither.
      const trimmed = text.startsWith('$P$') ? trimAsPhp(password) : password
      return trimmed !== password && matches(trimmed, threads)
    },
  }
}
