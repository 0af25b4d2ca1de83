/** Strict, where URLSearchParams would put U+FFFD for what is no UTF-8 and so change a password in silence. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The fields of an `application/x-www-form-urlencoded` body (URL Standard, 5.1). A field given twice comes as an array
 * and one that is not UTF-8 as null: neither is a string, so code that wants a string refuses both.
 */
export function parseForm(body: Uint8Array): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.create(null) // a field may be named __proto__
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1') // bytes stay bytes
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const [name, value] = splitAtFirst(pair, '=').map(decode)
    const key = name ?? '\uFFFD'
    fields[key] = key in fields ? [fields[key], value].flat() : value
  }
  return fields
}

function splitAtFirst(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function decode(text: string): string | null {
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  try {
    return utf8.decode(Buffer.from(bytes, 'latin1'))
  } catch {
    return null
  }
}
