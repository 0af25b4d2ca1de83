/** HMAC fills a key up with NULs, so it has the same key with some of its own. */
export const hmacKey = (key: Buffer) => key.toString('latin1').replace(/\0+$/, '')

/**
 * Whether the damage that made `one` of `other` can have left it open to the same password: it is the same under another
 * name or key, or the beginning of it.
 */
export const opensAlike = (one: string, other: string): boolean =>
  oneNameOf(one) === oneNameOf(other) || isShorter(one, other)

/** The three names of bcrypt are one algorithm. */
const oneNameOf = (hash: string) =>
  hash
    .replace(/\$2[aby]\$/, '$2b$')
    .replace(/(?<=\$hmac-\w+,key=)[^,]*/, (key) => JSON.stringify(hmacKey(Buffer.from(key, 'base64'))))

/** The first bytes of what PBKDF2 derives are what it derives when it is asked for so many. */
const isShorter = (one: string, other: string) => {
  const [oneStart, oneKey, otherStart, otherKey] = [one, other].flatMap((hash) => {
    const [, form, iterations, salt, key = ''] = hash.split('$')
    return [`${form} ${iterations?.replace(/,l=\d+/, '')} ${salt}`, Buffer.from(key, 'base64').toString('hex')]
  })
  return /^pbkdf2/.test(oneStart!) && oneStart === otherStart && otherKey!.startsWith(oneKey!)
}
