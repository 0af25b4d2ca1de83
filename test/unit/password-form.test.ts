import { foldPassword, hasInvalidCharacters, normalizePassword } from '@registrar/rules/passwords/password-form'
import { describe, expect, it } from 'vitest'

describe('the form of a password that is hashed (OpaqueString)', () => {
  it.each([
    ['composes letters', 'cafe\u0301', 'caf\u00e9'],
    ['makes other spaces U+0020', 'a\u00a0b\u2003c\u3000\u3000d', 'a b c  d'],
    ['trims nothing', '  a  ', '  a  '],
    ['keeps case', 'PassWord', 'PassWord'],
    ['keeps width and compatibility characters', 'ｐｗ ﬁ ①', 'ｐｗ ﬁ ①'],
    ['keeps emoji', '👩‍👩‍👧 ❤️', '👩‍👩‍👧 ❤️'],
  ])('%s', (_what, password, normalized) => {
    expect(normalizePassword(password)).toBe(normalized)
    expect(normalizePassword(normalized)).toBe(normalized)
  })
})

it('printable ASCII takes a short way, and is what all the rules make of it', () => {
  const printable = Array.from({ length: 95 }, (_, n) => String.fromCharCode(32 + n)).join('')
  const long = (text: string) => `${text}é` // one letter beyond ASCII takes the long way
  for (const text of [printable, ...printable]) {
    expect(long(normalizePassword(text))).toBe(normalizePassword(long(text)))
    expect(long(foldPassword(text))).toBe(foldPassword(long(text)))
    expect(hasInvalidCharacters(text)).toBe(hasInvalidCharacters(long(text)))
  }
  for (const text of ['\x1f', '\x7f', '\n', 'a\tb']) expect(hasInvalidCharacters(text), JSON.stringify(text)).toBe(true)
})
