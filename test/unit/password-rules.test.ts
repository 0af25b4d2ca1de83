import { createPasswordBlocklist } from '@registrar/rules/passwords/password-blocklist'
import { createPasswordRules } from '@registrar/rules/passwords/password-rules'
import { describe, expect, it } from 'vitest'

const rules = createPasswordRules({
  minLength: 15,
  serviceNames: ['Registrar', 'Acme Cloud'],
  blocklist: createPasswordBlocklist(['Our Company Motto 1', 'Motto of the motto', 'señal-de-humo-2\u0301']),
})
const codesOf = (password: string, username?: string) => rules(password, username).map(({ code }) => code)

/** A password of `length` code points that breaks no other rule: the same ones every time, in no order. */
function unlike(length: number): string {
  const alphabet = 'kQ7#vzE3pWx9!mYt'
  let state = 1
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647 // Park and Miller's minimal standard generator
    return alphabet[state % alphabet.length]
  }).join('')
}

describe('a password', () => {
  it.each([
    ['of 15 characters', unlike(15)],
    ['of 256 characters', unlike(256)],
    [
      'of 256 letters that composition makes of 768 code points',
      [...unlike(256)]
        .map((character) => 'ếộữẫẳỡ'[character.charCodeAt(0) % 6])
        .join('')
        .normalize('NFD'),
    ],
    ['of four unrelated words', 'correct horse battery staple'],
    ['of words without spaces', 'correcthorsebatterystaple'],
    ['of lower-case letters alone', 'thequietriverbends'],
    ['with spaces in front and behind', '  tea for the tillerman '],
    ['in another script', 'тихая река течёт домой'],
    ['of emoji', '🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🦆🦅'],
    ['with a family, a heart and a flag', 'we are 👨‍👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['with the joiner of Persian', 'می\u200cخواهم بروم خانه'],
    ['with symbols', 'πr² ≠ ∞ · €100 ½ Ⅻ'],
    ['of a manager', 'tE4!vR9?qL2$xW7&'],
    ['of signs with three letters of a common password', '8392$45!dog&7%05#'],
    ['of letters in order with many signs between', 'a!b@c#d$e%f^g&h'],
    ['of rows of keys and something else', 'qwertyuiopasdfgm'],
    ['that has a common word among others', 'my dragon eats soup'],
    ['that has the user name among others', 'ada walks by the sea'],
  ])('%s is accepted', (_what, password) => {
    expect(codesOf(password, 'ada')).toEqual([])
  })

  it.each([
    ['nothing', '', ['too_short']],
    ['14 characters', unlike(14), ['too_short']],
    ['14 astral characters', '🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵🐔🐧🐦🦆', ['too_short']],
    ['14 letters in 28 code points', `${unlike(13)}e\u0301`, ['too_short']],
    ['257 characters', unlike(257), ['too_long']],
    ['16 KiB', unlike(16_384), ['too_long']],
    ['a control character', `${unlike(15)}\u0007`, ['invalid_characters']],
    ['a tab', `${unlike(15)}\t`, ['invalid_characters']],
    ['a line separator', `${unlike(15)}\u2028`, ['invalid_characters']],
    ['a lone surrogate', `${unlike(15)}\udc00`, ['invalid_characters']],
    ['a private use character', `${unlike(15)}\ue000`, ['invalid_characters']],
    ['an unassigned code point', `${unlike(15)}\u0378`, ['invalid_characters']],
    ['a zero width space', `${unlike(15)}\u200b`, ['invalid_characters']],
    ['conjoining jamo that make no syllable', `${unlike(15)}ᄀᄀ`, ['invalid_characters']],
    ['tags outside a flag', `${unlike(15)}\u{e0041}`, ['invalid_characters']],
    ['more marks in a row than any text has', `${unlike(15)}${'\u0301'.repeat(31)}`, ['invalid_characters']],
    ['short, too long in no sense, with a control', 'kQ\u0000', ['too_short', 'invalid_characters']],
    ['far too long, with a control', `${unlike(16_000)}\u0000`, ['too_long', 'invalid_characters']],
    ['short and common', 'password', ['too_short', 'common_password']],
    ['long and common', 'a'.repeat(300), ['too_long', 'common_password']],
  ])('with %s is refused, and every fault is reported', (_what, password, codes) => {
    expect(codesOf(password)).toEqual(codes)
  })

  it.each([
    'passwordpassword',
    'Password1234567',
    'Password1234567!',
    '1234567password',
    'p@ssw0rdP@ssw0rd',
    'ｐａｓｓｗｏｒｄ1234567',
    'password password',
    'p-a-s-s-w-o-r-d-1',
    'letmein-letmein-letmein',
    'Summer2026Summer2026',
    'sunshine!!!!!!!!',
    'i love you i love you',
    '1qaz2wsx3edc4rfv',
    'пароль123456789',
    '비밀번호비밀번호비밀번호비밀번호',
    'passwordpassword1',
    'password12password34',
    'lovelove1lovelove2',
    'motto OF the motto',
    'OUR COMPANY MOTTO 1',
    'our company motto 1our company motto 1',
    'sen\u0303al-de-humo-2\u0301',
  ])('that is in a list, repeated or with digits or signs around it, is common: %s', (password) => {
    expect(rules(password, 'ada')).toMatchObject([{ code: 'common_password', detail: expect.stringMatching(/common/) }])
  })

  it.each([
    ['one character', 'zzzzzzzzzzzzzzz'],
    ['one emoji', '🦊'.repeat(15)],
    ['spaces', ' '.repeat(20)],
    ['two characters', 'abbabaababbabaab'],
    ['three characters', 'x9#x#9x9#9x#x#9x'],
    ['a short piece', 'kv7!kv7!kv7!kv7!'],
    ['a short piece and a part of it', 'vuoxcakvuoxcakv'],
    ['digits up', '123456789012345'],
    ['digits down', '987654321098765'],
    ['digits in pairs', '112233445566778'],
    ['digits in threes', '111222333444555'],
    ['the alphabet', 'ABCDEFGHIJKLMNOP'],
    ['the alphabet backwards', 'zyxwvutsrqponmlk'],
    ['the alphabet round its end', 'yzabcdefghijklm'],
    ['another alphabet', 'абвгдежзийклмно'],
    ['rows of keys', 'qwertyuiopasdfgh'],
    ['rows of keys in capitals', 'ASDFGHJKLZXCVBNM'],
    ['rows of keys with signs between', 'qwerty-asdfgh-zxcvbn'],
    ['rows of keys backwards', 'poiuytrewqlkjhgf'],
    ['columns of keys', '2wsx3edc4rfv5tgb6yhn'],
    ['a zigzag of keys', '1q2w3e4r5t6y7u8i'],
    ['a snake of keys', 'qazxswedcvfrtgbn'],
    ['keys with Shift', '!@#$%^&*()_+!@#$'],
    ['a German keyboard', 'qwertzuiopüasdfghjklöä'],
    ['a French keyboard', 'qsdfghjklmazertyuiop'],
    ['a Russian keyboard', 'йцукенгшщзхъфывапролджэ'],
    ['rows and sequences', 'qwer1234asdf5678'],
  ])('of %s is a pattern', (_what, password) => {
    const [fault, ...others] = rules(password, 'ada')
    expect(others).toEqual([])
    expect(fault).toMatchObject({ code: 'common_password', detail: expect.stringMatching(/^This is a .+ Use several/) })
  })

  it.each([
    ['the name', 'ada.lovelace', 'Ada.Lovelace-1815'],
    ['the name and digits', 'adalovelace', 'adalovelace2026'],
    ['digits and the name', 'adalovelace', '1815adalovelace'],
    ['the name over and over', 'ada', 'adaadaadaadaada'],
    ['the name over and over in any case', 'ada', 'Ada ADA ada Ada!'],
    ['the name with digits between', 'ada', 'ada1ada2ada3ada4'],
    ['a name with digits in it', 'r2d2', 'r2d2r2d22026r2d2'],
    ['a name in another script', 'дмитрий', 'Дмитрий12345678'],
    ['the name in full width', 'alexandra', 'Ａｌｅｘａｎｄｒａ２０２６００'],
  ])('that is %s is refused', (_what, username, password) => {
    expect(codesOf(password, username)).toEqual(['contains_username'])
  })

  it.each([
    ['the name of the service and digits', 'registrar2026!!'],
    ['its name over and over', 'RegistrarRegistrar'],
    ['another of its names', 'Acme-Cloud 2026 1'],
  ])('that is %s is refused', (_what, password) => {
    expect(rules(password, 'ada')).toMatchObject([
      { code: 'common_password', detail: expect.stringMatching(/name of the service/) },
    ])
  })

  it('is checked even without a user name, or with an unacceptable one', () => {
    expect(codesOf(unlike(15))).toEqual([])
    expect(codesOf(unlike(15), '')).toEqual([])
    expect(codesOf(unlike(15), '...')).toEqual([])
    expect(codesOf(unlike(15), 'x'.repeat(10_000))).toEqual([])
  })

  it('must have the configured minimum length', () => {
    const eight = createPasswordRules({ minLength: 8, serviceNames: [], blocklist: createPasswordBlocklist() })
    expect(eight('tE4!vR9?')).toEqual([])
    expect(eight('tE4!vR9')).toMatchObject([{ code: 'too_short', detail: 'Use at least 8 characters.' }])
    expect(eight('password')).toMatchObject([{ code: 'common_password' }])
  })

  it('is never repeated in a fault', () => {
    for (const password of ['Zebra1234567890', 'zebra\u0000', 'Registrar12345678'])
      for (const { detail } of rules(password, 'zebra')) expect(detail).not.toMatch(/zebra|1234/i)
  })
})
