import { areNeighbours } from './password-keyboard.ts'

/** Shorter than any password that NIST SP 800-63B-4 (3.1.1.2) allows, so a repetition of it is not one either. */
const MAX_REPEATED = 7
const MIN_RUN = 3

/**
 * Whether a folded password, from end to end, is typed without thinking: keyboard walks and ascending or descending
 * sequences (of at least three characters each), a short piece repeated, or at most three different characters. Linear.
 */
export function isPattern(folded: string): boolean {
  const characters = [...folded]
  if (characters.length === 0) return false
  return isOfFewCharacters(characters) || isShortPieceRepeated(characters) || isOfRuns(characters)
}

/** The length of the shortest piece that, repeated, makes the text; the text's own length when nothing repeats. */
export function periodOf(characters: readonly string[]): number {
  const border = new Uint16Array(characters.length + 1) // Knuth, Morris and Pratt: linear
  for (let end = 1, length = 0; end < characters.length; end += 1) {
    while (length > 0 && characters[end] !== characters[length]) length = border[length]!
    if (characters[end] === characters[length]) length += 1
    border[end + 1] = length
  }
  return characters.length - border[characters.length]!
}

function isOfFewCharacters(characters: string[]): boolean {
  const different = new Set(characters).size
  return different <= 3 && characters.length >= 3 * different
}

function isShortPieceRepeated(characters: string[]): boolean {
  const period = periodOf(characters)
  return period <= MAX_REPEATED && characters.length >= 2 * period
}

function isOfRuns(characters: string[]): boolean {
  let run = 1
  for (let index = 1; index < characters.length; index += 1) {
    if (follows(characters[index - 1]!, characters[index]!)) run += 1
    else if (run < MIN_RUN) return false
    else run = 1
  }
  return run >= MIN_RUN
}

const follows = (one: string, other: string): boolean =>
  one === other || isNextInOrder(one, other) || isNextInOrder(other, one) || areNeighbours(one, other)

const isNextInOrder = (one: string, other: string): boolean =>
  other.codePointAt(0)! - one.codePointAt(0)! === 1 && /^[\p{L}\p{Nd}]{2}$/u.test(one + other)
