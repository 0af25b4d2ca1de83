import { isAscii } from '@registrar/shared/contract/canonical-username'
import { LOOKALIKES, NEAR_LOOKALIKES } from './unicode-tables.ts'

const alike = readTable(LOOKALIKES)
const near = readTable(NEAR_LOOKALIKES)

/**
 * Whether a text reads as ASCII because of its look-alikes (UTS #39): every other character is ASCII, or a Latin letter
 * that passes for ASCII next to them, as þ does in þɑɣþɑl.
 */
export function looksLikeAscii(text: string): boolean {
  const foreign = [...text].filter((character) => character > '\x7F')
  return foreign.some((character) => alike.has(character)) && foreign.every(passesForAscii)
}

const passesForAscii = (character: string): boolean =>
  alike.has(character) || (near.has(character) && /\p{Script=Latin}/u.test(character))

/**
 * A mark drawn over its letter, or a dot on a letter that has one, looks like the letter alone (UTS #39, 5.4).
 */
export const hasHiddenMark = (text: string): boolean =>
  /[\u0334-\u0338]|[\p{Soft_Dotted}\u0131\u0237l]\p{M}*\u0307/u.test(text.normalize('NFD'))

/**
 * What a name reads as at a glance: look-alikes replaced by the letters they look like, without diacritics and
 * separators. Two names with the same likeness look alike; a likeness is never shown. Pass at most MAX_UNITS_AS_WRITTEN.
 */
export const likenessOf = (name: string): string =>
  (isAscii(name) ? name.toLowerCase().replace(/[^a-z0-9]+/g, '') : lettersLikeThoseOf(name)).replaceAll('rn', 'm')

const lettersLikeThoseOf = (name: string): string =>
  [...name.normalize('NFKD').toLowerCase().replace(PASSED_OVER, '')]
    .map((letter) => alike.get(letter) ?? near.get(letter) ?? letter)
    .join('')
    .toLowerCase()

/** Marks that belong to every script are diacritics, except for the two that turn a kana into another syllable. */
const PASSED_OVER = /[[^\p{L}\p{M}\p{Nd}][\p{Script=Inherited}--[\u3099\u309A]]]/gv

/** From `ascii hex hex …` a line. A stroke in another script may stand for i as well as for l: it is read as 1. */
function readTable(table: string): Map<string, string> {
  const entries = table
    .trim()
    .split('\n')
    .map((line) => line.split(' '))
  return new Map(
    entries.flatMap(([ascii = '', ...letters]) =>
      letters.map((hex) => [String.fromCodePoint(Number.parseInt(hex, 16)), ascii.replaceAll('l', '1')] as const),
    ),
  )
}
