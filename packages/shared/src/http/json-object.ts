import { refuse } from './refuse.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads one JSON object (RFC 8259) and is strict where parsers differ: not UTF-8, a byte-order mark or a name given
 * twice (RFC 7493, I-JSON) could mean one thing to us and another to a proxy in front, so each is refused.
 * @throws Refusal malformed_json
 */
export function parseJsonObject(bytes: Uint8Array): Record<string, unknown> {
  const text = decode(bytes)
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed('Send a JSON object, such as {"name": "value"}.')
  if (hasDuplicateName(text)) throw malformed('Send each field only once.')
  return value as Record<string, unknown>
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw malformed('Send the JSON in UTF-8.')
  }
}

function parse(text: string): unknown {
  if (text.startsWith('\uFEFF')) throw malformed('Send the JSON without a byte-order mark.')
  try {
    return JSON.parse(text)
  } catch {
    throw malformed('Send well-formed JSON.')
  }
}

/** In valid JSON: a string, with the colon that makes it a name. Linear, for it never has two ways on. */
const STRING = /("(?:[^"\\]|\\.)*")(\s*:)?/y

/**
 * Looks at the names of the outermost object of a valid JSON text: JSON.parse silently keeps the last of two. Brackets
 * are counted one by one: to match each with the expression, too, makes a body of 16,000 of them cost twice as much.
 */
function hasDuplicateName(text: string): boolean {
  const names = new Set<string>()
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
    else if (character === '"') {
      STRING.lastIndex = at
      const [, string, colon] = STRING.exec(text)!
      at = STRING.lastIndex - 1
      if (!colon || depth !== 1) continue
      const name: string = JSON.parse(string!)
      if (names.has(name)) return true
      names.add(name)
    }
  }
  return false
}

const malformed = (detail: string) => refuse('malformed_json', detail)
