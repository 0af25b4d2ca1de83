import { z } from 'zod'

/** The environment asks for something that cannot be: the start stops with this sentence. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError'
}

type Variables = Record<string, string | undefined>

/**
 * Reads the variables that `schema` names, once, into a typed object.
 * An empty variable counts as unset, because that is how compose files and CI systems write "none".
 * @throws ConfigurationError naming every bad variable, what it got (never the value of a `secret` one) and what it wants
 */
export function parseEnvironment<S extends z.ZodObject>(schema: S, variables: Variables): z.infer<S> {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new ConfigurationError(parsed.error.issues.map((issue) => complaint(issue, schema, given)).join('\n'))
}

function complaint(issue: z.core.$ZodIssue, schema: z.ZodObject, given: Variables): string {
  const name = String(issue.path[0])
  const value = given[name]
  if (value === undefined) return `${name} is not set; it must be ${wanted(schema, name)}.`
  const got = isSecret(schema, name) ? 'has a value that cannot be used' : `is ${JSON.stringify(value)}`
  return `${name} ${got}; it must be ${issue.message}.`
}

const metaOf = (schema: z.ZodObject, name: string) => (schema.shape[name] as z.ZodType | undefined)?.meta()
const isSecret = (schema: z.ZodObject, name: string) => metaOf(schema, name)?.['secret'] === true
const wanted = (schema: z.ZodObject, name: string) => String(metaOf(schema, name)?.['wants'] ?? 'set')

/** A whole number written in decimal digits, from `min` to `max`, both included. */
export function wholeNumber({ min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}) {
  const wants = `a whole number from ${min} to ${max === Number.MAX_SAFE_INTEGER ? 'what memory allows' : max}`
  return z
    .string()
    .regex(/^\d{1,15}$/, wants)
    .transform(Number)
    .refine((number) => number >= min && number <= max, wants)
}

/** A URL of one of `schemes`. It may hold a password, so its value is never shown. */
export function secretUrl(...schemes: string[]) {
  const wants = `a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`
  return z
    .string()
    .refine((url) => schemes.some((scheme) => url.startsWith(`${scheme}://`) && url.length > scheme.length + 3), wants)
    .meta({ secret: true, wants })
}

/** Several values, separated by commas. */
export const list = () =>
  z.string().transform((text) =>
    text
      .split(',')
      .map((value) => value.trim())
      .filter(Boolean),
  )
