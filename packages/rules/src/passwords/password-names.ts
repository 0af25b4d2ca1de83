/**
 * Whether a password is nothing but a name: once or repeated, with digits before, after or between; both folded and
 * without signs. Linear in the password: a comparison stops at the first character that differs, and a match is skipped
 * as a whole.
 */
export function isMadeOfName(password: string, name: string): boolean {
  if (name === '' || !password.includes(name)) return false
  for (let at = 0; at < password.length; ) {
    if (password.startsWith(name, at)) at += name.length
    else if (/^\p{Nd}/u.test(password.slice(at, at + 2))) at += String.fromCodePoint(password.codePointAt(at)!).length
    else return false
  }
  return true
}
