import type { Argon2Parameters } from '../hashing/password-hasher.ts'
import { argon2Cost, argon2Fault, formatArgon2, parseArgon2 } from './argon2-hash.ts'
import { decodeBase64, encodeBase64 } from './base64.ts'
import { deriveArgon2 } from './derive-argon2.ts'
import { computeDigest, type DigestRecipe, isDigestAlgorithm, type LegacyDigest, NOTHING } from './legacy-digest.ts'
import { sameBytes } from './same-bytes.ts'
import type { HashCost, HashReader } from './stored-hash.ts'

/**
 * Hashes a fast digest with argon2id, so that only the slow hash is stored (OWASP Password Storage Cheat Sheet,
 * "Upgrading Legacy Hashes"). The result is the argon2id hash followed by how the digest is made from a password:
 * `$argon2id$v=19$m=19456,t=2,p=1$salt$hash$sha1,before=c2VhbHQ`. The digest itself is not in it. Anyone with the old
 * digests from elsewhere can still try them, which is why the first login should replace the hash by a plain one.
 */
export const wrapDigest = async (
  { recipe, digest }: LegacyDigest,
  hash: (input: Buffer) => Promise<string>,
): Promise<string> => `${await hash(digest)}$${formatRecipe(recipe)}`

/** What one verification of a wrapped digest of `scheme` costs. */
export function wrappedCost(scheme: string, parameters: Argon2Parameters): HashCost {
  const cost = argon2Cost({ variant: 'argon2id', ...parameters })
  return { ...cost, label: `${scheme} in ${cost.label}` }
}

/** Room in a stored text for the argon2id hash in front of the recipe. */
const ARGON2ID_CHARACTERS = 128

/** Whether the wrapped digest would be longer than a stored text may be. */
export const isTooLongToWrap = ({ recipe }: LegacyDigest, textLength: number): boolean =>
  formatRecipe(recipe).length > textLength - ARGON2ID_CHARACTERS

const WRAPPED = /^(\$argon2id\$v=19\$[^$]*\$[^$]*\$[^$]*)\$([^$]*)$/

/** What `wrapDigest` has made. */
export const readWrappedDigest: HashReader = (text, { bounds }) => {
  const [, argon2Text, recipeText = ''] = WRAPPED.exec(text) ?? []
  const hash = argon2Text === undefined ? undefined : parseArgon2(argon2Text)
  if (hash === undefined) return undefined
  const recipe = parseRecipe(recipeText)
  if (typeof hash === 'string' || !recipe) return 'hash_malformed'
  const fault = argon2Fault(hash, bounds)
  if (fault) return fault
  const scheme = recipe.key === undefined ? recipe.algorithm : `hmac-${recipe.algorithm}`
  return {
    kind: 'stored',
    scheme,
    passwordHash: `${formatArgon2(hash)}$${recipeText}`,
    cost: wrappedCost(scheme, hash),
    verify: async (password) => sameBytes(await deriveArgon2(computeDigest(recipe, password), hash), hash.hash),
  }
}

/** `sha1,before=…,after=…` or `hmac-sha256,key=…`: bytes in base64, what is empty left out. A key is always there. */
function formatRecipe({ algorithm, key, before, after }: DigestRecipe): string {
  const fields = [
    key && `key=${encodeBase64(key)}`,
    before.length > 0 && `before=${encodeBase64(before)}`,
    after.length > 0 && `after=${encodeBase64(after)}`,
  ]
  return [key ? `hmac-${algorithm}` : algorithm, ...fields.filter(Boolean)].join(',')
}

const RECIPE = /^(hmac-)?(\w+)(?:,key=([^,]*))?(?:,before=([^,]+))?(?:,after=([^,]+))?$/

function parseRecipe(text: string): DigestRecipe | undefined {
  const [, keyed, algorithm = '', ...fields] = RECIPE.exec(text) ?? []
  if (!isDigestAlgorithm(algorithm) || (keyed !== undefined) !== (fields[0] !== undefined)) return undefined
  const [key, before = NOTHING, after = NOTHING] = fields.map((field) => field && decodeBase64(field))
  const recipe = {
    algorithm,
    key: keyed ? key || NOTHING : undefined,
    before: before || NOTHING,
    after: after || NOTHING,
  }
  return formatRecipe(recipe) === text ? recipe : undefined
}
