import { LOOKALIKES, NEAR_LOOKALIKES, SCRIPTS, TABLES_UNICODE_VERSION } from '@registrar/rules/usernames/unicode-tables'
import { keepsBidiRule } from '@registrar/rules/usernames/username-direction'
import { isOfOneScript } from '@registrar/rules/usernames/username-scripts'
import { describe, expect, it } from 'vitest'

const everyLetter = Array.from({ length: 0x110000 }, (_, codePoint) => codePoint)
  .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
  .map((codePoint) => String.fromCodePoint(codePoint))
  .filter((character) => /[\p{L}\p{M}\p{Nd}]/u.test(character))

describe('the tables made from Unicode data', () => {
  it('are no older than the data of the runtime: after an upgrade of Node, generate them again', () => {
    expect(Number.parseFloat(TABLES_UNICODE_VERSION)).toBeGreaterThanOrEqual(
      Number.parseFloat(process.versions['unicode'] ?? ''),
    )
  })

  it('name a script for every letter that the runtime knows', () => {
    expect(everyLetter.length).toBeGreaterThan(140_000)
    expect(everyLetter.filter((letter) => !isOfOneScript(letter))).toEqual([])
  })

  it('list each letter beyond ASCII once, with the ASCII it looks like', () => {
    const letters = [LOOKALIKES, NEAR_LOOKALIKES].flatMap((table) =>
      table
        .trim()
        .split('\n')
        .flatMap((line) => line.split(' ').slice(1)),
    )
    expect(letters.length).toBeGreaterThan(700)
    expect(new Set(letters).size).toBe(letters.length)
    expect(letters.filter((hex) => !/^[\da-f]{2,5}$/.test(hex) || Number.parseInt(hex, 16) < 0x80)).toEqual([])
  })

  it('have the names of scripts in four letters', () => {
    expect(SCRIPTS.trim().split(/\s+/).length).toBeGreaterThan(170)
    for (const script of SCRIPTS.trim().split(/\s+/)) expect(script).toMatch(/^[A-Z][a-z]{3}$/)
  })
})

describe('the bidi rule (RFC 5893)', () => {
  it.each(['דוד', 'דוד.בן-1', 'محمد٣', 'علی۱۲', '𞤀𞤁𞤂', 'ada', '123', '۱۲۳', 'ߊߊ߁'])('is followed by %s', (name) => {
    expect(keepsBidiRule(name)).toBe(true)
  })

  it.each([
    ['beginning with a digit', '1דוד'],
    ['Arabic-Indic digits first', '٣محمد'],
    ['a letter of the other direction within', 'דוaד'],
    ['right-to-left letters after others', 'adaד'],
    ['European and Arabic-Indic digits in one', 'محمد1٣'],
  ])('is broken by %s', (_how, name) => {
    expect(keepsBidiRule(name)).toBe(false)
  })
})
