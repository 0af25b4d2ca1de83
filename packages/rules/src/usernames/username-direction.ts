/**
 * Letters, digits and marks that are written from right to left, by the blocks for which Unicode reserves that direction
 * (DerivedBidiClass.txt): Bidi_Class itself is not in the runtime.
 */
const RTL_BLOCKS = String.raw`\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}`
const EUROPEAN_DIGITS = String.raw`0-9\u06F0-\u06F9`
const ARABIC_DIGITS = String.raw`\u0660-\u0669\u{10D30}-\u{10D39}`

const HAS_RTL = new RegExp(`[[${RTL_BLOCKS}]--[\\p{M}\\u06F0-\\u06F9]]`, 'v')
/** Conditions 1 and 2: begins with a letter of that direction, and has none of the other. Condition 3 follows. */
const RTL_THROUGHOUT = new RegExp(
  `^[[${RTL_BLOCKS}]--[\\p{M}${EUROPEAN_DIGITS}${ARABIC_DIGITS}]]` + `[${RTL_BLOCKS}\\p{M}0-9._\\-]*$`,
  'v',
)

/**
 * Whether a canonical name that has only letters, marks, digits and separators follows the bidi rule (RFC 5893, 2): it
 * reads in one direction, next to any other text.
 */
export const keepsBidiRule = (name: string): boolean =>
  !HAS_RTL.test(name) || (RTL_THROUGHOUT.test(name) && !(hasEuropeanDigit.test(name) && hasArabicDigit.test(name)))

const hasEuropeanDigit = new RegExp(`[${EUROPEAN_DIGITS}]`, 'v')
const hasArabicDigit = new RegExp(`[${ARABIC_DIGITS}]`, 'v')
