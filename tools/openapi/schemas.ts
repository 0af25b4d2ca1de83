import { z } from 'zod'

export type JsonSchema = z.core.JSONSchema.JSONSchema

/** zod writes a pattern beside these formats, which says no more than the format and is unreadable. */
const KNOWN_FORMATS = ['uuid', 'date-time']

/**
 * The JSON schemas (2020-12, the dialect of OpenAPI 3.1) of `named`, which refer to each other as components. Only those
 * of `requests` are closed: the others may get fields in a later release, which clients have to ignore.
 */
export function componentSchemas(
  named: Record<string, z.ZodType>,
  requests: readonly string[],
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      if (KNOWN_FORMATS.includes(jsonSchema.format ?? '')) delete jsonSchema.pattern
      if (jsonSchema.format === 'starts_with') delete jsonSchema.format // a name of zod's, and the pattern says it
      delete jsonSchema.additionalProperties
    },
  })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [
      id,
      requests.includes(id) ? { ...schema, additionalProperties: false } : schema,
    ]),
  )
}
