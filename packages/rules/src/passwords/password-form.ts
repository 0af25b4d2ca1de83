import { toOneWidth } from '@registrar/shared/contract/canonical-username'

/** Most passwords. What follows changes nothing in them but the case, and finds nothing wrong. */
const PRINTABLE_ASCII = /^[ -~]*$/

/** UAX #15, 13 (Stream-Safe Text): real text never has more than 30 marks in a row, and NFC sorts n of them in n² steps. */
const MARKS_WITHOUT_END = /\p{M}{31}/u

/**
 * The form that is hashed (RFC 8265, 4.2.2, OpaqueString): other spaces become U+0020, and letters are composed, so that
 * a password is the same from every keyboard. Nothing else is changed, trimmed or cut. Never throws; linear: a text that
 * would take too long to normalise, which the rules refuse, is returned as it is.
 */
export const normalizePassword = (password: string): string =>
  PRINTABLE_ASCII.test(password) || MARKS_WITHOUT_END.test(password) ? password : toOpaqueString(password)

/** The same without that limit: for an operator's input, never for a request's. */
export const toOpaqueString = (text: string): string =>
  text.replace(/[\p{Zs}--[ ]]+/gv, (spaces) => ' '.repeat(spaces.length)).normalize('NFC')

/** The form in which passwords are compared, with width and case folded. It is never hashed. */
export const foldPassword = (password: string): string =>
  PRINTABLE_ASCII.test(password) ? password.toLowerCase() : toOneWidth(password).toUpperCase().toLowerCase()

/** Everything but letters, marks and digits. */
export const SIGNS = /[^\p{L}\p{M}\p{Nd}]/gu

const INVALID =
  /[[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u1100-\u11FF\uA960-\uA97C\uD7B0-\uD7FB\u0640\u07FA\u302E\u302F\u3031-\u3035\u303B]--[\u200C\u200D\uFE0E\uFE0F]]/v

/** The flags of England, Scotland and Wales are spelled with tags, which are ignorable anywhere else. */
const TAGGED_FLAGS = /\p{RGI_Emoji_Tag_Sequence}/gv

/**
 * Whether there is a character outside RFC 8264, 4.3 (FreeformClass): controls, lone surrogates, private use, unassigned
 * or invisible ones, conjoining jamo, tatweel and similar. Letters, marks, digits, spaces, punctuation, symbols and
 * emoji are allowed. Wider than the RFC where keyboards are: joiners and variation selectors, which are typed in emoji,
 * in Persian and in the scripts of India, are allowed anywhere, and so are characters for which 4.3 requires a context.
 */
export const hasInvalidCharacters = (password: string): boolean =>
  !PRINTABLE_ASCII.test(password) &&
  (MARKS_WITHOUT_END.test(password) || INVALID.test(password.replace(TAGGED_FLAGS, '')))
