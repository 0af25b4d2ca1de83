import {
  canonicalUsername,
  isAscii,
  MAX_UNITS_AS_WRITTEN,
  toOneWidth,
} from '@registrar/shared/contract/canonical-username'
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
const ALLOWED_CHARACTERS = 'Use letters and digits, without spaces and with single ".", "_" or "-" between them.'
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
  if (isPlain(username)) return isReserved(username.toLowerCase()) ? [RESERVED] : []
  return faultsByAllRules(username, isReserved)
}

/** Most names: an import has millions. Of such a name the rules below refuse only what is reserved. */
const isPlain = (username: string) =>
  username.length >= MIN_CODE_POINTS && username.length <= MAX_CODE_POINTS && PLAIN.test(username)

const PLAIN = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/i

/** What `usernameFaults` says, without the short way for plain names. */
export function faultsByAllRules(username: string, isReserved: IsReserved = isReservedByDefault): FieldFault[] {
  if (username.length > MAX_UNITS_AS_WRITTEN)
    return hasForeignCharacters(username)
      ? [TOO_LONG, { code: 'invalid_characters', detail: ALLOWED_CHARACTERS }]
      : [TOO_LONG]

  const name = canonicalUsername(username)
  const codePoints = [...name].length
  const confusable = confusion(name, toOneWidth(username).normalize('NFC'))
  const faults: FieldFault[] = []
  if (codePoints < MIN_CODE_POINTS) faults.push(TOO_SHORT)
  if (codePoints > MAX_CODE_POINTS) faults.push(TOO_LONG)
  if (isInvalid(name)) faults.push({ code: 'invalid_characters', detail: characterAdvice(name) })
  if (confusable) faults.push({ code: 'confusable', detail: confusable })
  if (isReserved(name)) faults.push(RESERVED)
  return faults
}

const isInvalid = (name: string) => hasInvalidCharacters(name) || !keepsBidiRule(name)

/** A space at an end of a name is hard to see: it is mentioned first, and alone where nothing else is invalid. */
function characterAdvice(name: string): string {
  const trimmed = name.trim()
  if (trimmed === name) return ALLOWED_CHARACTERS
  const ends = [trimmed !== name.trimEnd() && 'at the start', trimmed !== name.trimStart() && 'at the end']
  const advice = `Remove the space ${ends.filter(Boolean).join(' and ')}.`
  return isInvalid(trimmed) ? `${advice} ${ALLOWED_CHARACTERS}` : advice
}

/** UTS #39: what to change in a name that looks like another one; undefined when nothing has to change. */
function confusion(name: string, written: string): string | undefined {
  if (isAscii(written)) return undefined // by all rules below
  const letters = name.replace(/[^\p{L}\p{M}\p{Nd}]/gu, '')
  if (!isOfOneScript(letters)) return 'Use the letters of one script.'
  if (hasMixedDigits(name)) return 'Use the digits of one script.'
  if (hasHiddenMark(name)) return 'Remove the marks that are hard to see on their letters.'
  if (looksLikeAscii(name)) return 'Choose another name: these letters look like those of a Latin one.'
  if (looksLikeAscii(written)) return 'Write it in lower case: these capitals look like those of a Latin name.'
  return undefined
}
