export const UUID = /^"[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}"$/
export const MOMENT = /^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"$/
export const CODE = /^"[a-z_]+"$/
export const TEXT = /^"/
export const BOOLEAN = /^(true|false)$/

export type Fields = Record<string, unknown>

/** Each pattern is one of the JSON of a field. @throws TypeError when a field is missing, or was damaged on its way */
export function demandFields(fields: Fields, patterns: Record<string, RegExp>): void {
  for (const [name, pattern] of Object.entries(patterns))
    if (!pattern.test(JSON.stringify(fields[name]))) throw new TypeError(`damaged ${name}`)
}
