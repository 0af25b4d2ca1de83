import { SCRIPTS } from './unicode-tables.ts'

/** The mixtures of UTS #39, 5.2 (Highly Restrictive): Latin with Japanese, Chinese or Korean writing. */
const MIXTURES = ['Latn Hani Hira Kana', 'Latn Hani Bopo', 'Latn Hani Hang']

const OF_ANY_SCRIPT = /[\p{Script_Extensions=Common}\p{Script_Extensions=Inherited}]/gu

/** What covers each of them is made at its first use: all would take 20 ms of every start, and nearly every name is Latin. */
const COVERS = [...MIXTURES, ...SCRIPTS.trim().split(/\s+/)].map((scripts) => {
  let pattern: RegExp | undefined
  return (letters: string) => {
    pattern ??= coverOf(scripts)
    return pattern.test(letters)
  }
})

/** The table may be of a newer Unicode than the runtime, in which the newest scripts have no letters yet. */
function coverOf(scripts: string): RegExp {
  try {
    return new RegExp(`^[${scripts.replace(/(\w+) ?/g, '\\p{Script_Extensions=$1}')}]*$`, 'u')
  } catch {
    return NOTHING
  }
}
const NOTHING = /^(?!)/

/** One script, or one of the mixtures that UTS #39 calls Highly Restrictive; digits, `.`, `_` and `-` belong to all. */
export function isOfOneScript(name: string): boolean {
  const letters = name.replace(OF_ANY_SCRIPT, '')
  return letters === '' || COVERS.some((covers) => covers(letters))
}

/** Digits of more than one decimal system look like one another: Bengali ৪ is a four, and looks like 8 (UTS #39, 5.3). */
export const hasMixedDigits = (name: string): boolean =>
  new Set(name.match(/\p{Nd}/gu)?.map((digit) => zeroOf(digit.codePointAt(0)!))).size > 1

/** The decimal digits of a system stand in one row, from zero to nine (The Unicode Standard, 4.6). */
function zeroOf(digit: number): number {
  let zero = digit
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return zero
}
