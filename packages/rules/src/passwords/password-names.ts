import { SIGNS } from './password-form.ts'

/**
 * Whether a password is nothing but a name: once or repeated, with digits or signs before, after or between; both folded.
 * Linear in the password: a comparison stops at the first character that differs, and a match is skipped as a whole.
 */
export function isMadeOfName(password: string, name: string): boolean {
  const wanted = name.replace(SIGNS, '')
  const given = password.replace(SIGNS, '')
  if (wanted === '' || !given.includes(wanted)) return false
  for (let at = 0; at < given.length; ) {
    if (given.startsWith(wanted, at)) at += wanted.length
    else if (/^\p{Nd}/u.test(given.slice(at, at + 2))) at += String.fromCodePoint(given.codePointAt(at)!).length
    else return false
  }
  return true
}
