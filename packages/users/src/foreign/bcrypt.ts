import { createHash, createHmac } from 'node:crypto'
import { verify } from '@node-rs/bcrypt'
import type { HashReader } from './stored-hash.ts'

/**
 * 22 characters of salt and 31 of hash, after the cost. The last of each has bits that stand for nothing; the algorithm
 * writes them as zero, and no library verifies a hash in which they are not.
 */
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{30}[.CGKOSWaeimquy26]$/
/** `$2x$` is of a library that lost the eighth bit of each character; `$2$` is older than the terminating NUL. */
const OTHER_BCRYPT = /^\$2x?\$/

type Origin = { prefix: RegExp; scheme: string; prehash?: (password: string) => string }

const ORIGINS: Origin[] = [
  {
    prefix: /^bcrypt_sha256\$(?=\$)/,
    scheme: 'bcrypt_sha256',
    prehash: (password) => createHash('sha256').update(password).digest('hex'),
  },
  {
    prefix: /^\$wp(?=\$)/,
    scheme: 'wordpress',
    prehash: (password) => createHmac('sha384', 'wp-sha384').update(trimAsPhp(password)).digest('base64'),
  },
  { prefix: /^(?:bcrypt\$|\{bcrypt\}|\{CRYPT\})?(?=\$2)/, scheme: 'bcrypt' },
]

/**
 * bcrypt: `$2a$`, `$2b$` and `$2y$`, three names of one algorithm, also as Django (`bcrypt$`), Spring Security
 * (`{bcrypt}`) and LDAP (`{CRYPT}`) write it; `bcrypt_sha256$` of Django, over the hexadecimal SHA-256 of the password;
 * `$wp$` of WordPress 6.8 and newer, over the base64 of an HMAC of it. Only the first 72 bytes count, as everywhere.
 */
export const readBcrypt: HashReader = (text, { bounds }) => {
  const origin = ORIGINS.find(({ prefix }) => prefix.test(text))
  if (!origin) return undefined
  const bcrypt = text.replace(origin.prefix, '')
  if (OTHER_BCRYPT.test(bcrypt)) return 'unsupported_hash'
  const cost = Number(BCRYPT.exec(bcrypt)?.[1])
  if (Number.isNaN(cost)) return 'hash_malformed'
  if (cost < 4 || cost > bounds.bcryptCost) return 'hash_out_of_bounds'
  const { scheme, prehash } = origin
  return {
    kind: 'stored',
    scheme,
    passwordHash: scheme === 'bcrypt' ? bcrypt : text,
    cost: { label: `${scheme} ${cost}`, memoryKib: 4, milliseconds: 80 * 2 ** (cost - 10) },
    verify: (password) => verify(prehash ? prehash(password) : password, bcrypt),
  }
}

/** What PHP's trim() takes off, and WordPress with it. */
export const trimAsPhp = (text: string): string => {
  let [from, to] = [0, text.length]
  while (from < to && PHP_SPACE.includes(text[from]!)) from += 1
  while (to > from && PHP_SPACE.includes(text[to - 1]!)) to -= 1
  return text.slice(from, to)
}
const PHP_SPACE = ' \t\n\r\0\v'
