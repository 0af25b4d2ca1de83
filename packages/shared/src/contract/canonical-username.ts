/**
 * More UTF-16 units than any name of 32 code points can be written with (three astral code points each), and as many as
 * a job of the queue holds. Bounded before it is normalised: NFC sorts a run of n combining marks in n² steps.
 */
export const MAX_UNITS_AS_WRITTEN = 256

/**
 * The one form under which a name is given away: two spellings with the same canonical form are the same name.
 * A fixed point: applied to its own result it changes nothing. Never throws; a text too long to be a name comes back
 * as it is.
 *
 * RFC 8265, 3.3 (UsernameCaseMapped): width, then lower case, then NFC. Beyond it, so that case alone never makes two
 * names: an i keeps no dot of its own (İ is a capital i, and i̇ looks like i), and of σ and ς the place decides.
 */
export function canonicalUsername(username: string): string {
  if (username.length > MAX_UNITS_AS_WRITTEN) return username
  if (isAscii(username)) return username.toLowerCase() // by all rules below; an import has millions of such names
  return toLowerCase(toOneWidth(username).replace(EVERYDAY_LIGATURES, decomposed)).normalize('NFC')
}

/** Most names are, and an import has millions: what else is done for letters of all scripts can be left out for them. */
export const isAscii = (text: string): boolean => /^[\0-\x7F]*$/.test(text)

const decomposed = (text: string): string => text.normalize('NFKC')

/**
 * Compatibility characters, which RFC 8264 refuses, and yet the only letters that keyboards have for what they write:
 * Armenian և, Thai and Lao am, Lao hn and hm. Mapped, as UTS #46 does, or names like Լևոն and น้ำฝน could not be had.
 */
const EVERYDAY_LIGATURES = /[\u0587\u0E33\u0EB3\u0EDC\u0EDD]/g

/**
 * Full-width and half-width forms become their decompositions (RFC 8264, 5.2.1). Left out are those whose mapping is
 * itself a compatibility character, refused in a name either way: half-width Hangul and the full-width macron.
 */
export const toOneWidth = (text: string): string =>
  text.replace(/[\u3000\uFF01-\uFF9F\uFFE0-\uFFE2\uFFE4-\uFFEE]+/g, decomposed)

/** Unicode's toLowerCase, with its rule of the final sigma (The Unicode Standard, 3.13) for every sigma. */
const toLowerCase = (text: string): string =>
  text
    .replace(/[σς]/g, 'Σ')
    .toLowerCase()
    .normalize('NFD')
    .replace(/i\u0307+/g, 'i')
