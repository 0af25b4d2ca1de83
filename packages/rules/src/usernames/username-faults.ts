import { canonicalUsername, MAX_UNITS_AS_WRITTEN, toOneWidth } from '@registrar/shared/contract/canonical-username'
import type { FieldFault } from '@registrar/shared/contract/field-fault'
import { createReservedUsernames, type IsReserved } from './reserved-usernames.ts'
import { hasForeignCharacters, hasInvalidCharacters } from './username-characters.ts'
import { keepsBidiRule } from './username-direction.ts'
import { hasHiddenMark, looksLikeAscii } from './username-lookalikes.ts'
import { hasMixedDigits, isOfOneScript } from './username-scripts.ts'

const MIN_CODE_POINTS = 3
const MAX_CODE_POINTS = 32
const isReservedByDefault = createReservedUsernames()

const TOO_SHORT: FieldFault = { code: 'too_short', detail: `Use at least ${MIN_CODE_POINTS} characters.` }
const TOO_LONG: FieldFault = { code: 'too_long', detail: `Use at most ${MAX_CODE_POINTS} characters.` }
const INVALID_CHARACTERS: FieldFault = {
  code: 'invalid_characters',
  detail: 'Use letters and digits, with single ".", "_" or "-" between them.',
}
const RESERVED: FieldFault = {
  code: 'reserved',
  detail: 'Choose another name: this one, or one that looks like it, is reserved.',
}

/**
 * Every rule of user names that `username` breaks; none for an acceptable name, whose canonical form is acceptable too.
 * Lengths are in code points of the canonical form. Never throws; linear.
 * @param isReserved replaces the built-in names; createReservedUsernames makes one that includes them
 */
export function usernameFaults(username: string, isReserved: IsReserved = isReservedByDefault): FieldFault[] {
  if (username.length > MAX_UNITS_AS_WRITTEN)
    return hasForeignCharacters(username) ? [TOO_LONG, INVALID_CHARACTERS] : [TOO_LONG]

  const name = canonicalUsername(username)
  const codePoints = [...name].length
  const confusable = confusion(name, toOneWidth(username).normalize('NFC'))
  const faults: FieldFault[] = []
  if (codePoints < MIN_CODE_POINTS) faults.push(TOO_SHORT)
  if (codePoints > MAX_CODE_POINTS) faults.push(TOO_LONG)
  if (hasInvalidCharacters(name) || !keepsBidiRule(name)) faults.push(INVALID_CHARACTERS)
  if (confusable) faults.push({ code: 'confusable', detail: confusable })
  if (isReserved(name)) faults.push(RESERVED)
  return faults
}

/** UTS #39: what to change in a name that looks like another one; undefined when nothing has to change. */
function confusion(name: string, written: string): string | undefined {
  const letters = name.replace(/[^\p{L}\p{M}\p{Nd}]/gu, '')
  if (!isOfOneScript(letters)) return 'Use the letters of one script.'
  if (hasMixedDigits(name)) return 'Use the digits of one script.'
  if (hasHiddenMark(name)) return 'Remove the marks that are hard to see on their letters.'
  if (looksLikeAscii(name)) return 'Choose another name: these letters look like those of a Latin one.'
  if (looksLikeAscii(written)) return 'Write it in lower case: these capitals look like those of a Latin name.'
  return undefined
}
