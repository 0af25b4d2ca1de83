/** Rows of keys, the upper ones half a key further left: QWERTY, QWERTZ, AZERTY and ЙЦУКЕН, without Shift. */
const LAYOUTS = [
  ['`1234567890-=', ' qwertyuiop[]\\', " asdfghjkl;'", ' zxcvbnm,./'],
  ['^1234567890ß´', ' qwertzuiopü+', ' asdfghjklöä#', ' yxcvbnm,.-'],
  ['²&é"\'(-è_çà)=', ' azertyuiop^$', ' qsdfghjklmù*', ' wxcvbn,;:!'],
  ['ё1234567890-=', ' йцукенгшщзхъ\\', ' фывапролджэ', ' ячсмитьбю.'],
]

/** The signs above the keys of a QWERTY keyboard, and the keys. */
const SHIFTED = '~!@#$%^&*()_+{}|:"<>?'
const UNSHIFTED = "`1234567890-=[]\\;',./"

const unshifted = new Map([...SHIFTED].map((sign, index) => [sign, UNSHIFTED[index]!]))
const neighbours = new Set(LAYOUTS.flatMap((rows) => [...pairs(rows)]))

/** Whether two lower-case characters are on keys that touch, on one of the keyboards. */
export const areNeighbours = (one: string, other: string): boolean => {
  const [key, next] = [unshifted.get(one) ?? one, unshifted.get(other) ?? other]
  return neighbours.has(key + next) || neighbours.has(next + key)
}

function* pairs(rows: string[]): Generator<string> {
  for (const [index, row] of rows.entries()) {
    const below = rows[index + 1] ?? ''
    for (const [column, key] of [...row].entries())
      for (const next of [row[column + 1], below[column - 1], below[column]]) if (next) yield key + next
  }
}
