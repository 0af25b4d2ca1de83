import { MAX_UNITS_AS_WRITTEN } from '@registrar/shared/contract/canonical-username'
import type { FieldFault } from '@registrar/shared/contract/field-fault'
import { isBlocked, type PasswordBlocklist } from './password-blocklist.ts'
import { foldPassword, hasInvalidCharacters, normalizePassword, SIGNS } from './password-form.ts'
import { isMadeOfName } from './password-names.ts'
import { isPattern } from './password-patterns.ts'

/** NIST SP 800-63B-4, 3.1.1.2: at least 64 must be allowed; an upper limit keeps the queue small. */
const MAX_CODE_POINTS = 256

/** Unicode decomposes no code point into more than six UTF-16 units, so anything longer is too long. */
const MAX_UNITS_AS_SENT = 6 * MAX_CODE_POINTS

export type PasswordRuleOptions = {
  /** In code points after normalisation. NIST SP 800-63B-4, 3.1.1.2: 15, and in no case less than 8. */
  minLength: number
  /** What people call the service: the first password an attacker tries here. */
  serviceNames: readonly string[]
  blocklist: PasswordBlocklist
}

/**
 * Every rule that a password breaks; none for an acceptable one. Without a user name, or with an unacceptable one, the
 * other rules still apply. Never throws; linear.
 */
export type PasswordRules = (password: string, canonicalUsername?: string) => FieldFault[]

/** Makes the rules of NIST SP 800-63B-4, 3.1.1.2: a minimum length and a blocklist, no composition rules. */
export function createPasswordRules({ minLength, serviceNames, blocklist }: PasswordRuleOptions): PasswordRules {
  const foldedServiceNames = serviceNames.map((name) => withoutSigns(foldPassword(name)))
  const tooShort: FieldFault = { code: 'too_short', detail: `Use at least ${minLength} characters.` }
  return (password, canonicalUsername) => {
    if (password.length > MAX_UNITS_AS_SENT)
      return hasInvalidCharacters(password) ? [TOO_LONG, INVALID_CHARACTERS] : [TOO_LONG]

    const normalized = normalizePassword(password)
    const codePoints = [...normalized].length
    const faults: FieldFault[] = []
    if (codePoints < minLength) faults.push(tooShort)
    if (codePoints > MAX_CODE_POINTS) faults.push(TOO_LONG)
    if (hasInvalidCharacters(normalized)) faults.push(INVALID_CHARACTERS)
    const guessable = guess(foldPassword(normalized), canonicalUsername)
    if (guessable) faults.push(guessable)
    return faults
  }

  /** Why an attacker would try it early, if there is a reason. */
  function guess(folded: string, username: string | undefined): FieldFault | undefined {
    const bare = withoutSigns(folded)
    const name = username !== undefined && username.length <= MAX_UNITS_AS_WRITTEN ? foldPassword(username) : ''
    if (isMadeOfName(bare, withoutSigns(name))) return CONTAINS_USERNAME
    if (foldedServiceNames.some((name) => isMadeOfName(bare, name))) return SERVICE_NAME
    const readings = bare === folded || hasManySigns(folded) ? [folded] : [folded, bare]
    if (readings.some((text) => isBlocked(text, blocklist))) return COMMON
    return readings.some(isPattern) ? PATTERN : undefined
  }
}

const withoutSigns = (folded: string): string => folded.replace(SIGNS, '')

/** A few kinds of signs between simple pieces add no strength; where there are many, they are the password. */
const hasManySigns = (folded: string): boolean => new Set(folded.match(SIGNS)).size > 3

const INSTEAD = 'Use several unrelated words, or let a password manager generate one.'
const TOO_LONG: FieldFault = { code: 'too_long', detail: `Use at most ${MAX_CODE_POINTS} characters.` }
const INVALID_CHARACTERS: FieldFault = {
  code: 'invalid_characters',
  detail: 'Use visible characters; remove control characters and invisible ones.',
}
const CONTAINS_USERNAME: FieldFault = {
  code: 'contains_username',
  detail: `This is the user name, repeated or with digits. ${INSTEAD}`,
}
const common = (reason: string): FieldFault => ({ code: 'common_password', detail: `${reason} ${INSTEAD}` })
const SERVICE_NAME = common('This is the name of the service, repeated or with digits.')
const COMMON = common('This is a common password, repeated or with digits or signs around it.')
const PATTERN = common('This is a sequence, a keyboard pattern or a repetition.')
