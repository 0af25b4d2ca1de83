import type { FieldFault } from '@registrar/shared/field-fault'

/** NIST SP 800-63B-4, 3.1.1.2: at least 64 must be allowed; a bound keeps the queue small. */
const MAX_CODE_POINTS = 256

/** The form that is hashed: composed, so that it matches from every keyboard; never trimmed or cut (RFC 8265, 4.2.2). */
export const normalizePassword = (password: string): string => password.normalize('NFC')

/** Every rule that `password` breaks; none for an acceptable one. `minLength` is in code points. Never throws. */
export function passwordFaults(password: string, minLength: number): FieldFault[] {
  const length = [...normalizePassword(password)].length
  const faults: FieldFault[] = []
  if (length < minLength) faults.push({ code: 'too_short', detail: `Use at least ${minLength} characters.` })
  if (length > MAX_CODE_POINTS) faults.push({ code: 'too_long', detail: `Use at most ${MAX_CODE_POINTS} characters.` })
  if (!password.isWellFormed() || /\p{Cc}/u.test(password))
    faults.push({
      code: 'invalid_characters',
      detail: 'Use characters that can be typed; leave control characters out.',
    })
  return faults
}
