import { isUtf8 } from 'node:buffer'

/** Far above any real row; a file without line ends must not be read into memory. */
export const MAX_LINE_BYTES = 65_536

export type Line = {
  /** From 1. */
  number: number
  /** Undefined when it is longer than MAX_LINE_BYTES or not UTF-8. */
  text: string | undefined
}

const LINE_FEED = 0x0a
const BYTE_ORDER_MARK = '\uFEFF'

/**
 * Splits a stream of bytes into lines, those of one chunk at a time. Empty lines are left out but counted; a byte-order
 * mark at the beginning, as Windows writes it, is skipped.
 */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ lines: Line[]; bytes: number }> {
  let number = 0
  let rest: Buffer[] = []
  let restBytes = 0

  const lineOf = (bytes: Buffer): Line[] => {
    number++
    const isReadable = restBytes + bytes.length <= MAX_LINE_BYTES
    const whole = rest.length > 0 && isReadable ? Buffer.concat([...rest, bytes]) : bytes
    rest = []
    restBytes = 0
    if (!isReadable || !isUtf8(whole)) return [{ number, text: undefined }]
    const text = whole.toString()
    const trimmed = (number === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).trim()
    return trimmed === '' ? [] : [{ number, text: trimmed }]
  }

  for await (const chunk of chunks) {
    const lines: Line[] = []
    let from = 0
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      lines.push(...lineOf(chunk.subarray(from, end)))
      from = end + 1
    }
    restBytes += chunk.length - from
    // What is too long already is only counted.
    if (restBytes <= MAX_LINE_BYTES) rest.push(chunk.subarray(from))
    else rest = []
    yield { lines, bytes: chunk.length }
  }
  if (restBytes > 0) yield { lines: lineOf(Buffer.alloc(0)), bytes: 0 }
}
