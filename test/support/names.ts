import { randomBytes, randomInt } from 'node:crypto'

/** A user name that nobody has. */
export const freshName = () => `u${randomBytes(8).toString('hex')}`

/** `name` with each letter in upper or lower case, by chance. */
export const inMixedCase = (name: string) =>
  [...name].map((letter) => (randomInt(2) ? letter.toUpperCase() : letter)).join('')

/** An acceptable password that occurs nowhere else, so that it can be looked for. */
export const freshPassword = () => `pw ${randomBytes(12).toString('base64url')}`
