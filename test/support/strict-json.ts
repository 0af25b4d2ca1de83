/** In valid JSON: a string, with the colon that makes it a name, or a bracket. */
const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|[{[]|[}\]]/g

/**
 * Parses `text` as strict readers of JSON do (RFC 7493), which refuse an object that has one name twice; JSON.parse
 * keeps the last. @throws Error that names the fault
 */
function parseStrictly(text: string): unknown {
  const value = JSON.parse(text)
  const open: Set<string>[] = []
  for (const [token, string, colon] of text.matchAll(TOKENS)) {
    if (!string) token === '{' || token === '[' ? open.push(new Set()) : open.pop()
    else if (colon) {
      const name: string = JSON.parse(string)
      if (open.at(-1)!.has(name)) throw new Error(`"${name}" twice in ${text}`)
      open.at(-1)!.add(name)
    }
  }
  return value
}

export type LogLine = { level: number; time: number; name: string; msg: string } & Record<string, unknown>

/**
 * The log lines in what a process has written so far, each parsed strictly; the last may have arrived in part, and is
 * left out then. @throws Error for one that a strict reader refuses
 */
export const logLines = (output: string): LogLine[] =>
  output
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => parseStrictly(line) as LogLine)
