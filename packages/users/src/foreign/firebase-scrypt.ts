import { createCipheriv } from 'node:crypto'
import { decodeAnyBase64 } from './base64.ts'
import { deriveScrypt, type ScryptParameters, scryptCost, scryptFault } from './derive-scrypt.ts'
import type { HashBounds } from './hash-bounds.ts'
import { sameBytes } from './same-bytes.ts'
import type { HashFault, HashReader, StoredHash } from './stored-hash.ts'
import { parseParameters, parseWholeNumber } from './whole-number.ts'

/** What a hash of Firebase is made of; each text is base64, of either alphabet. */
export type FirebaseHash = {
  /** log2 of scrypt's N, `mem_cost` in the project's settings. */
  memCost: number
  /** scrypt's r. */
  rounds: number
  p: number
  salt: string
  hash: string
  saltSeparator: string
  /** Undefined: the one that the operator gives for all rows. */
  signerKey: string | undefined
}

const SIGNER_KEY_BYTES = 64

/**
 * Firebase's scrypt (github.com/firebase/scrypt): the output of scrypt is the key, AES-256 in counter mode the cipher, and
 * the project's signer key the plain text. Read as Ory Kratos (`$firescrypt$`, with or without the signer key), Supabase
 * (`$fbscrypt$`), SuperTokens (`$f_scrypt$`) and Clerk (six parts) write it.
 */
export const readFirebaseScrypt: HashReader = (text, { bounds, firebaseSignerKey }) => {
  const hash = parseFirebase(text)
  return typeof hash === 'object' ? storedFirebaseScrypt(hash, firebaseSignerKey, bounds) : hash
}

function parseFirebase(text: string): FirebaseHash | HashFault | undefined {
  const parts = text.split('$')
  if (text.startsWith('$firescrypt$')) return parseKratos(parts) ?? 'hash_malformed'
  if (text.startsWith('$fbscrypt$')) return parseSupabase(text) ?? 'hash_malformed'
  if (text.startsWith('$f_scrypt$')) return parseSuperTokens(text) ?? 'hash_malformed'
  return CLERK.test(text) ? parseClerk(parts) : undefined
}

function parseKratos(parts: string[]): FirebaseHash | undefined {
  const [, , parametersText = '', salt = '', hash = '', saltSeparator, signerKey, ...more] = parts
  const parameters = parseParameters(parametersText, ['ln', 'r', 'p'])
  if (!parameters || saltSeparator === undefined || more.length > 0) return undefined
  return { memCost: parameters.ln, rounds: parameters.r, p: parameters.p, salt, hash, saltSeparator, signerKey }
}

const SUPABASE = /^\$fbscrypt\$v=1,(n=\d+,r=\d+,p=\d+)(?:,ss=([^,$]+))?(?:,sk=([^,$]+))?\$([^$]+)\$([^$]+)$/
function parseSupabase(text: string): FirebaseHash | undefined {
  const [, parametersText = '', saltSeparator = '', signerKey, salt = '', hash = ''] = SUPABASE.exec(text) ?? []
  const parameters = parseParameters(parametersText, ['n', 'r', 'p'])
  if (!parameters) return undefined
  return { memCost: parameters.n, rounds: parameters.r, p: parameters.p, salt, hash, saltSeparator, signerKey }
}

const SUPERTOKENS = /^\$f_scrypt\$([^$]+)\$([^$]+)\$m=(\d+)\$r=(\d+)\$s=([^$]+)$/
function parseSuperTokens(text: string): FirebaseHash | undefined {
  const [, hash, salt, memCost, rounds, saltSeparator] = SUPERTOKENS.exec(text) ?? []
  if (!hash || !salt || !saltSeparator) return undefined
  return { ...numbersOf(memCost, rounds), hash, salt, saltSeparator, signerKey: undefined }
}

const CLERK = /^[\w+/=-]+\$[\w+/=-]+\$[\w+/=-]+\$[\w+/=-]*\$\d+\$\d+$/
function parseClerk([
  hash = '',
  salt = '',
  signerKey = '',
  saltSeparator = '',
  rounds,
  memCost,
]: string[]): FirebaseHash {
  return { ...numbersOf(memCost, rounds), hash, salt, saltSeparator, signerKey }
}

const numbersOf = (memCost = '', rounds = '') => ({
  memCost: parseWholeNumber(memCost) ?? Number.NaN,
  rounds: parseWholeNumber(rounds) ?? Number.NaN,
  p: 1,
})

/**
 * Stored without the signer key. The cipher is a key stream that the signer key was added to; with the key taken off
 * again, what is left is the hash as a project whose key is all zeros would have it: Kratos' form, and a verification
 * needs no secret. Nothing is lost by that: anyone who has the hashes and one user's password can compute the key.
 */
export function storedFirebaseScrypt(
  { memCost, rounds: r, p, ...texts }: FirebaseHash,
  projectKey: Buffer | undefined,
  bounds: HashBounds,
): StoredHash | HashFault {
  const [salt, hash, separator] = [texts.salt, texts.hash, texts.saltSeparator].map(decodeAnyBase64)
  const signerKey = texts.signerKey === undefined ? projectKey : decodeAnyBase64(texts.signerKey)
  if (texts.signerKey === undefined && !projectKey) return 'unsupported_hash'
  if (!salt || !separator || hash?.length !== SIGNER_KEY_BYTES || signerKey?.length !== SIGNER_KEY_BYTES)
    return 'hash_malformed'
  const parameters: ScryptParameters = { N: 2 ** memCost, r, p }
  const fault = scryptFault(parameters, bounds)
  if (fault) return fault
  const keyStream = Buffer.from(hash.map((byte, index) => byte ^ signerKey[index]!))
  const fields = [salt, keyStream, separator, ZEROS].map((bytes) => bytes.toString('base64'))
  return {
    kind: 'stored',
    scheme: 'firebase-scrypt',
    passwordHash: `$firescrypt$ln=${memCost},r=${r},p=${p}$${fields.join('$')}`,
    cost: scryptCost('firebase-scrypt', parameters),
    verify: async (password) => {
      const key = await deriveScrypt(Buffer.from(password), Buffer.concat([salt, separator]), 32, parameters)
      return sameBytes(createCipheriv('aes-256-ctr', key, INITIAL_COUNTER).update(ZEROS), keyStream)
    },
  }
}

const ZEROS = Buffer.alloc(SIGNER_KEY_BYTES)
const INITIAL_COUNTER = Buffer.alloc(16)
