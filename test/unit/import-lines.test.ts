import { type Line, MAX_LINE_BYTES, readLines } from '@registrar/users/moving/read-lines'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

async function linesOf(chunks: Buffer[]): Promise<Line[]> {
  const found: Line[] = []
  for await (const { lines } of readLines(
    (async function* () {
      yield* chunks
    })(),
  ))
    found.push(...lines)
  return found
}

/** One line after the other, as the documentation says it. */
function expected(content: Buffer): Line[] {
  const lines = content.toString('latin1').split('\n')
  return lines.flatMap((latin1, index): Line[] => {
    const bytes = Buffer.from(latin1, 'latin1')
    const number = index + 1
    if (bytes.length > MAX_LINE_BYTES) return [{ number, text: undefined }]
    let text: string
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: index > 0 }).decode(bytes).trim()
    } catch {
      return [{ number, text: undefined }]
    }
    return text === '' ? [] : [{ number, text }]
  })
}

const line = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => Buffer.from(text.replaceAll('\n', ' '))),
  fc.constantFrom('', '\r', ' {} ', '\uFEFF', '\uFEFF{"a":1}').map((text) => Buffer.from(text)),
  fc.constantFrom(Buffer.from([0xff, 0x61]), Buffer.from([0xe2, 0x82])),
  // At the limit, with units of one and of three bytes.
  fc.constantFrom('x', '\u20ac').chain((unit) =>
    fc.integer({ min: -3, max: 3 }).map((more) => {
      const bytes = MAX_LINE_BYTES + more
      const units = Math.floor(bytes / Buffer.byteLength(unit))
      return Buffer.from(unit.repeat(units) + 'y'.repeat(bytes - units * Buffer.byteLength(unit)))
    }),
  ),
)

describe('the lines of a file', () => {
  it('are the same however it is cut into chunks, and whatever bytes other lines have', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 6 }), async (lines, cuts) => {
        const content = Buffer.concat(lines.flatMap((bytes) => [bytes, Buffer.from('\n')]).slice(0, -1))
        const places = [0, ...cuts.map((cut) => cut % (content.length + 1)), content.length].sort((a, b) => a - b)
        const chunks = places.slice(1).map((end, n) => content.subarray(places[n], end))
        expect(await linesOf(chunks)).toEqual(expected(content))
      }),
      { numRuns: 2_000 },
    )
  })
})
