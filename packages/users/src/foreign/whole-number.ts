const WHOLE_NUMBER = /^(?:0|[1-9]\d*)$/

/** A whole number without sign, leading zeros or anything else; undefined when `text` is not one. */
export const parseWholeNumber = (text: string): number | undefined =>
  WHOLE_NUMBER.test(text) ? Number(text) : undefined

/** Reads `m=19456,t=2,p=1`: exactly `names`, each once, in any order; undefined when `text` is anything else. */
export function parseParameters<Name extends string>(
  text: string,
  names: readonly Name[],
): Record<Name, number> | undefined {
  const pairs = text.split(',').map((pair) => pair.split('='))
  const values = new Map(pairs.map(([name, value]) => [name, parseWholeNumber(value ?? '')]))
  if (pairs.length !== names.length || pairs.some((pair) => pair.length !== 2)) return undefined
  if (names.some((name) => values.get(name) === undefined)) return undefined
  return Object.fromEntries(names.map((name) => [name, values.get(name)])) as Record<Name, number>
}
