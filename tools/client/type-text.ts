import type { z } from 'zod'

/** What z.toJSONSchema makes of the schemas of the contract. */
export type Schema = z.core.JSONSchema.JSONSchema

/** The TypeScript type that a JSON schema describes, as text. @throws Error for a kind of schema that none uses yet */
export function typeText(schema: Schema): string {
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum) return schema.enum.map(literal).join(' | ')
  const alternatives = (schema.oneOf ?? schema.anyOf) as Schema[] | undefined
  if (alternatives) return alternatives.map(typeText).join(' | ')
  switch (schema.type) {
    case 'string':
    case 'boolean':
      return schema.type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return `(${typeText(schema.items as Schema)})[]`
    case 'object':
      return objectText(schema)
    default:
      throw new Error(`no type for ${JSON.stringify(schema)}`)
  }
}

function objectText({ properties = {}, required = [] }: Schema): string {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const { description } = schema as Schema
    const comment = description ? `/** ${description} */\n` : ''
    const type = typeText(schema as Schema)
    // As zod infers it, so that a caller whose compiler has exactOptionalPropertyTypes may pass what may be undefined.
    return comment + (required.includes(name) ? `${name}: ${type}` : `${name}?: ${type} | undefined`)
  })
  return `{\n${fields.join('\n')}\n}`
}

const literal = (value: unknown) => (typeof value === 'string' ? `'${value}'` : String(value))
