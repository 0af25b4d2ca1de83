/**
 * What a name cannot contain (RFC 8264, 4.2: the IdentifierClass, without its ASCII punctuation but `.`, `_` and `-`):
 * anything but letters, marks and digits; of those the default-ignorable, the deprecated, the blank ones, conjoining
 * jamo (9.9), and tatweel and similar, which 9.6 disallows.
 */
const FOREIGN =
  /[[^\p{L}\p{Mn}\p{Mc}\p{Nd}._\-]\p{Default_Ignorable_Code_Point}\p{Deprecated}\u{13441}\u{13442}\u{16FE4}\u1100-\u11FF\uA960-\uA97C\uD7B0-\uD7FB\u0640\u07FA\u302E\u302F\u3031-\u3035\u303B]/v

const SEPARATOR_ASTRAY = /^[._-]|[._-]{2}|[._-]$/

/** A mark without a base letter would combine with whatever a page shows before it. */
const MARK_ASTRAY = /(?:^|[^\p{L}\p{M}])\p{M}/u

/** UTS #39, 5.4: the same diacritic twice, or more than four marks, cover the text around them. For decomposed text. */
const MARKS_PILED_UP = /(\p{Script=Inherited})\1|\p{Mn}{5}/u

/** Whether a text of any length has a character that no name may have. Linear, and needs no normalisation. */
export const hasForeignCharacters = (text: string): boolean => FOREIGN.test(text)

/** Whether a canonical name has a character that no name may have, or one in a position that is not allowed. */
export const hasInvalidCharacters = (name: string): boolean =>
  hasForeignCharacters(name) ||
  SEPARATOR_ASTRAY.test(name) ||
  MARK_ASTRAY.test(name) ||
  MARKS_PILED_UP.test(name.normalize('NFD')) ||
  name.normalize('NFKC') !== name // a compatibility character (RFC 8264, 9.17)
