import { usernameFaults } from '@registrar/rules/usernames/username-faults'
import { canonicalUsername } from '@registrar/shared/contract/canonical-username'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** Text that reaches the rules' corners: letters of many scripts, marks, wide forms, what has special cases. */
const corners = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      ...'aAiIİıjJlßẞſσςΣΑάΆеЕёЁіІ\u0301\u0307\u0308\u0323\u0345\u0338Ａａ．＿－ｶｸﾞﾟガﾡ각가각ᏣꮳǄǅǆŉéÉ._-0٣۳अ़ा\u{1611E}\u{1611F}և\u0e33\u0edc',
    ),
    maxLength: 24,
  }),
)
const names = corners.filter((text) => usernameFaults(text).length === 0)

describe('the canonical form of a user name', () => {
  it.each([
    ['Alice', 'alice'],
    ['ＡＬＩＣＥ', 'alice'],
    ['ｶﾞﾝﾀﾞﾑ', 'ガンダム'],
    ['e\u0301va', 'éva'],
    ['STRASSE', 'strasse'],
    ['Straße', 'straße'],
    ['GROẞ', 'groß'],
    ['İSTANBUL', 'istanbul'],
    ['I\u0307zmir', 'izmir'],
    ['IŞIK', 'işik'],
    ['ışık', 'ışık'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
    ['οδυσσευσ', 'οδυσσευς'],
    ['ΑΣ.ΑΣ', 'ασ.ας'],
    ['Ꮳꮃꭹ', 'ꮳꮃꭹ'],
    ['Ⴀნა', 'ⴀნა'],
    ['𐐀𐐁', '𐐨𐐩'],
    ['ԼևՈՆ', 'լեւոն'],
    ['น้ำฝน', 'น\u0e49\u0e4d\u0e32ฝน'],
  ])('of %s is %s', (written, canonical) => {
    expect(canonicalUsername(written)).toBe(canonical)
  })

  it('is a fixed point for every code point', () => {
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
      const once = canonicalUsername(`a${String.fromCodePoint(codePoint)}\u0307`)
      if (canonicalUsername(once) !== once) expect.fail(`not for U+${codePoint.toString(16)}`)
    }
  })

  it('is a fixed point for any text', () => {
    fc.assert(
      fc.property(corners, (text) => {
        const once = canonicalUsername(text)
        expect(canonicalUsername(once)).toBe(once)
      }),
      { numRuns: 2000 },
    )
  })

  it('does not depend on how the text is composed', () => {
    fc.assert(
      fc.property(corners, (text) => {
        const canonical = canonicalUsername(text)
        expect(canonicalUsername(text.normalize('NFC'))).toBe(canonical)
        expect(canonicalUsername(text.normalize('NFD'))).toBe(canonical)
      }),
      { numRuns: 2000 },
    )
  })

  it('does not depend on width', () => {
    const toFullWidth = (text: string) =>
      text.replace(/[!-~]/g, (ascii) => String.fromCharCode(ascii.charCodeAt(0) + 0xfee0))
    fc.assert(
      fc.property(corners, (text) => {
        expect(canonicalUsername(toFullWidth(text))).toBe(canonicalUsername(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('does not depend on the case of a letter, where case is one letter for another', () => {
    const swapCase = (text: string) =>
      [...text]
        .map((letter) => {
          const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()
          return other.toLowerCase() === letter.toLowerCase() ? other : letter
        })
        .join('')
    fc.assert(
      fc.property(corners, (text) => {
        expect(canonicalUsername(swapCase(text))).toBe(canonicalUsername(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('of an acceptable name is acceptable', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(usernameFaults(canonicalUsername(name))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('fits into a job of the queue with every acceptable name, as written and as it is', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(name.length).toBeLessThanOrEqual(256)
        expect(canonicalUsername(name).length).toBeLessThanOrEqual(64)
      }),
      { numRuns: 500 },
    )
  })
})
