import { randomBytes, randomInt } from 'node:crypto'

/** A user name that nobody has. */
export const freshName = () => `u${randomBytes(8).toString('hex')}`

/** `name` with each letter in upper or lower case, by chance. */
export const inMixedCase = (name: string) =>
  [...name].map((letter) => (randomInt(2) ? letter.toUpperCase() : letter)).join('')

/** How every fresh password begins, and nothing else does: where one can be read, so can this. */
export const PASSWORD_MARK = 'to be looked for '

/** An acceptable password that occurs nowhere else. */
export const freshPassword = () => `${PASSWORD_MARK}${randomBytes(12).toString('base64url')}`
