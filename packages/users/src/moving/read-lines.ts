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
/** A UTF-16 unit never takes more in UTF-8. */
const MAX_BYTES_OF_A_UNIT = 3

/**
 * Splits a stream of bytes into lines, those of one chunk at a time. Empty lines are left out but counted; a byte-order
 * mark at the beginning, as Windows writes it, is skipped.
 */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ lines: Line[]; bytes: number }> {
  let number = 0
  let rest: Buffer[] = []
  let restBytes = 0

  const lineOf = (text: string | undefined): Line[] => {
    number++
    if (text === undefined) return [{ number, text }]
    const trimmed = (number === 1 && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).trim()
    return trimmed === '' ? [] : [{ number, text: trimmed }]
  }
  /** The line that earlier chunks have begun. */
  const endRest = (end: Buffer): Line[] => {
    const text = restBytes + end.length <= MAX_LINE_BYTES ? decode(Buffer.concat([...rest, end])) : undefined
    rest = []
    restBytes = 0
    return lineOf(text)
  }

  for await (const chunk of chunks) {
    const lines: Line[] = []
    const first = chunk.indexOf(LINE_FEED)
    const last = chunk.lastIndexOf(LINE_FEED)
    if (first >= 0) lines.push(...endRest(chunk.subarray(0, first)))
    if (last > first) for (const text of textsIn(chunk.subarray(first + 1, last))) lines.push(...lineOf(text))
    const begun = chunk.subarray(last + 1)
    restBytes += begun.length
    // What is too long already is only counted.
    if (restBytes <= MAX_LINE_BYTES) rest.push(begun)
    else rest = []
    yield { lines, bytes: chunk.length }
  }
  if (restBytes > 0) yield { lines: endRest(Buffer.alloc(0)), bytes: 0 }
}

/** Whole lines, decoded together where all of them are UTF-8, which takes far less time than one by one. */
function textsIn(bytes: Buffer): (string | undefined)[] {
  const together = decode(bytes)
  if (together !== undefined) return together.split('\n').map((text) => (isShort(text) ? text : undefined))
  const texts: (string | undefined)[] = []
  for (let from = 0; from <= bytes.length; ) {
    const found = bytes.indexOf(LINE_FEED, from)
    const end = found < 0 ? bytes.length : found
    const isReadable = end - from <= MAX_LINE_BYTES
    texts.push(isReadable ? decode(bytes.subarray(from, end)) : undefined)
    from = end + 1
  }
  return texts
}

const decode = (bytes: Buffer): string | undefined => (isUtf8(bytes) ? bytes.toString() : undefined)

const isShort = (text: string): boolean =>
  text.length * MAX_BYTES_OF_A_UNIT <= MAX_LINE_BYTES || Buffer.byteLength(text) <= MAX_LINE_BYTES
