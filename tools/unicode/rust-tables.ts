/** "18.0.0" of `pub const UNICODE_VERSION: (u64, u64, u64) = (18, 0, 0);` */
export const readUnicodeVersion = (tables: string): string =>
  captured(tables, /UNICODE_VERSION: \(u64, u64, u64\) = \((\d+, \d+, \d+)\)/).replaceAll(', ', '.')

/** The pairs of unicode-security's CONFUSABLES: a character and its prototype (UTS #39, section 4). */
export function readConfusables(tables: string): [letter: string, prototype: string][] {
  const table = captured(tables, /const CONFUSABLES: &'static \[\(char, &'static \[char\]\)\] = &\[(.*?)\n {4}\];/s)
  const entries = table.matchAll(/\('(\\u\{\w+\})',\s*&\[([^\]]*)\]\)/g)
  return [...entries].map(([, letter, prototype]) => [unescaped(letter!), unescaped(prototype!)])
}

/** The four-letter codes of unicode-script's Script, from its function that reads one. */
export function readScripts(tables: string): string[] {
  const codes = [...tables.matchAll(/"([A-Z][a-z]{3})" => Some\(Script::/g)].map(([, code]) => code!)
  const full = new Set([...tables.matchAll(/Script::\w+ => "([A-Z][a-z]{3})",/g)].map(([, code]) => code!))
  return [...new Set(codes)].filter((code) => full.has(code) && !['Zyyy', 'Zinh', 'Zzzz'].includes(code)).sort()
}

const unescaped = (text: string) =>
  [...text.matchAll(/\\u\{(\w+)\}/g)].map(([, hex]) => String.fromCodePoint(Number.parseInt(hex!, 16))).join('')

function captured(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`The file has nothing like ${pattern}: is it the right src/tables.rs?`)
  return found
}
