const WHOLE_NUMBER = /^(?:0|[1-9]\d*)$/

/** A whole number without sign, leading zeros or anything else; undefined when `text` is not one. */
export const parseWholeNumber = (text: string): number | undefined =>
  WHOLE_NUMBER.test(text) ? Number(text) : undefined

/** Reads `m=19456,t=2,p=1`: exactly `names`, each once, in any order; undefined when `text` is anything else. */
export function parseParameters<Name extends string>(
  text: string,
  names: readonly Name[],
): Record<Name, number> | undefined {
  const pairs = text.split(',')
  const values: Partial<Record<Name, number>> = {}
  if (pairs.length !== names.length) return undefined
  for (const pair of pairs) {
    const end = pair.indexOf('=')
    const name = names.find((candidate) => candidate.length === end && pair.startsWith(candidate))
    const value = parseWholeNumber(pair.slice(end + 1))
    if (name === undefined || value === undefined || values[name] !== undefined) return undefined
    values[name] = value
  }
  return values as Record<Name, number>
}
