import type { FieldFault } from './field-fault.ts'

const ALLOWED = /^[A-Za-z0-9._-]*$/
const MIN_CODE_POINTS = 3
const MAX_CODE_POINTS = 32

/**
 * The one form under which a name is given away: two spellings with the same canonical form are the same name.
 * Applying it twice gives the same.
 */
export const canonicalUsername = (username: string): string => username.toLowerCase()

/** Every rule of user names that `username` breaks; none for an acceptable name. Never throws. */
export function usernameFaults(username: string): FieldFault[] {
  const faults: FieldFault[] = []
  if (username.length < MIN_CODE_POINTS)
    faults.push({ code: 'too_short', detail: `Use at least ${MIN_CODE_POINTS} characters.` })
  if (username.length > MAX_CODE_POINTS)
    faults.push({ code: 'too_long', detail: `Use at most ${MAX_CODE_POINTS} characters.` })
  if (!ALLOWED.test(username))
    faults.push({ code: 'invalid_characters', detail: 'Use letters, digits, and ".", "_" or "-".' })
  return faults
}
