import type { z } from 'zod'

/** The environment asks for something that cannot be: the start stops with this sentence. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError'
}

type Variables = Record<string, string | undefined>

/**
 * Reads the variables that `schema` names, once, into a typed object. The kinds of variables are in variables/.
 * An empty variable counts as unset, because that is how compose files and CI systems write "none".
 * @throws ConfigurationError with one sentence for each bad variable: its name, what it must be and, only where its kind
 * says that this can be no secret, what it is
 */
export function parseEnvironment<S extends z.ZodObject>(schema: S, variables: Variables): z.infer<S> {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const firstIssues = new Map(parsed.error.issues.toReversed().map((issue) => [String(issue.path[0]), issue]))
  const sentences = [...firstIssues].map(([name, issue]) => sentence(name, issue, given[name] !== undefined))
  throw new ConfigurationError(sentences.toReversed().join('\n'))
}

function sentence(name: string, issue: z.core.$ZodIssue, isSet: boolean): string {
  if (!isSet) return `${name} is not set; it must be ${issue.message}.`
  const got = issue.code === 'custom' ? issue.params?.['got'] : undefined
  return `${name} ${got ?? 'has a value that cannot be used'}; it must be ${issue.message}.`
}
