import { usernameFaults } from '@registrar/rules/usernames/username-faults'
import { describe, expect, it } from 'vitest'

const codesOf = (name: string) => usernameFaults(name).map(({ code }) => code)
const unicode = (...codePoints: number[]) => String.fromCodePoint(...codePoints)

describe('a user name', () => {
  it.each([
    ['three letters', 'ada'],
    ['32 letters', 'abcdefgh'.repeat(4)],
    ['32 code points outside the Basic Multilingual Plane', '𠮷'.repeat(32)],
    ['32 letters that composition makes of 96 code points', 'e\u0323\u0302'.repeat(32)],
    ['digits alone', '007'],
    ['separators inside', 'ada.b_c-d'],
    ['full width', 'Ａｄａ１'],
    ['half-width kana', 'ｶﾞﾝﾀﾞﾑ'],
    ['Latin with Han, Hiragana and Katakana', 'tanaka田中さんカナ'],
    ['Latin with Han and Bopomofo', 'wang王ㄨㄤˊ'],
    ['Latin with Han and Hangul', 'kim金민준'],
    ['its own digits', 'राम०१२'],
    ['right to left, with digits at the end', 'דוד2026'],
    ['right to left, with digits of its own', 'على۱۲۳'],
    ['a script of history', '𐌰𐌱𐌲'],
    ['a letter that is a modifier', 'ʻokina'],
    ['four marks on a letter', 'בּׁ֗֔רא'],
  ])('can have %s', (_what, name) => {
    expect(codesOf(name)).toEqual([])
  })

  it.each([
    ['nothing', '', ['too_short']],
    ['two letters', 'ab', ['too_short']],
    ['two letters in six code points', 'e\u0323\u0302'.repeat(2), ['too_short']],
    ['two letters of four UTF-16 units', '𠮷𠮷', ['too_short']],
    ['33 letters', 'a'.repeat(33), ['too_long']],
    ['33 astral letters', '𠮷'.repeat(33), ['too_long']],
    ['more text than any name can be written with', '𠮷'.repeat(200), ['too_long']],
    ['a dot in front', '.ada', ['invalid_characters']],
    ['a hyphen at the end', 'ada-', ['invalid_characters']],
    ['two separators side by side', 'ada._lovelace', ['invalid_characters']],
    ['a space', 'ada lovelace', ['invalid_characters']],
    ['an ideographic space, which width mapping makes a space', 'ada\u3000b', ['invalid_characters']],
    ['other ASCII', 'ada@home', ['invalid_characters']],
    ['an apostrophe', 'o’brien', ['invalid_characters']],
    ['an emoji', 'ada👍', ['invalid_characters']],
    ['a symbol', 'ada♥', ['invalid_characters']],
    ['a control character', 'ada\u0000', ['invalid_characters']],
    ['a lone surrogate', 'ada\ud800', ['invalid_characters']],
    ['a private use character', 'ada\ue000', ['invalid_characters']],
    ['a noncharacter', 'ada\uffff', ['invalid_characters']],
    ['an unassigned code point', `ada${unicode(0x0378)}`, ['invalid_characters']],
    ['a zero width joiner', 'ad\u200da', ['invalid_characters']],
    ['a soft hyphen', 'ad\u00ada', ['invalid_characters']],
    ['a variation selector', 'ada\ufe0f', ['invalid_characters']],
    ['a byte-order mark', '\ufeffada', ['invalid_characters']],
    ['an override of direction', 'ad\u202ea', ['invalid_characters']],
    ['a Hangul filler, an invisible letter', '김\u3164준', ['invalid_characters']],
    ['a blank hieroglyph', unicode(0x13000, 0x13441, 0x13000), ['invalid_characters']],
    ['a compatibility character', 'eﬃe', ['invalid_characters']],
    ['an ordinal indicator', 'adª', ['invalid_characters']],
    ['a Roman numeral', 'adaⅻ', ['invalid_characters']],
    ['conjoining jamo that make no syllable', 'ᄀᄀᄀ', ['invalid_characters']],
    ['half-width jamo, which map to compatibility characters', 'ﾡﾡﾡ', ['invalid_characters']],
    ['a deprecated letter', 'ٳحمد', ['invalid_characters']],
    ['a tatweel', 'محمـد', ['invalid_characters']],
    ['a mark with nothing to stand on', '\u0301ada', ['invalid_characters']],
    ['a mark on a separator', 'ada.\u0301b', ['invalid_characters']],
    ['an enclosing mark', 'ada\u20dd', ['invalid_characters']],
    ['the same mark twice', 'ade\u0301\u0301', ['invalid_characters']],
    ['five marks in a row', 'ad\u0302\u0303\u0304\u0306\u0308a', ['invalid_characters']],
    ['a digit in front of right-to-left letters', '2דוד', ['invalid_characters']],
    ['Arabic-Indic digits alone, which have no direction to begin with', '٠١٢٣', ['invalid_characters']],
    ['Cyrillic among Latin letters', 'adа-love', ['confusable']],
    ['Greek among Latin letters', 'αda-love', ['confusable']],
    ['Armenian among Cyrillic letters', 'наդя', ['confusable']],
    ['Hangul with Hiragana', '김민のの', ['confusable']],
    ['Cyrillic letters that all look like Latin ones', 'сосна'.slice(0, 3), ['confusable']],
    ['Latin letters from outside the alphabets, read as others', 'ɡooɡle', ['confusable']],
    ['small letters that look like Latin ones, written as capitals that do not', 'ΣΟΥ', ['confusable']],
    ['small capitals', 'ᴀʟɪᴄᴇ', ['confusable']],
    ['capitals that look like Latin ones, as written', 'Мах', ['confusable']],
    ['digits of two systems', 'রাম৪8', ['confusable']],
    ['a second dot on a j', 'j\u0307oe', ['confusable']],
    ['a dot on a dotless i', 'ı\u0307van', ['confusable']],
    ['a stroke drawn over a letter', 'jo\u0338rn', ['confusable']],
    ['a name of the service', 'Admin', ['reserved']],
  ])('cannot have %s', (_what, name, codes) => {
    expect(codesOf(name)).toEqual(codes)
  })

  it.each([
    ['a!', ['too_short', 'invalid_characters']],
    [`аdmin ${'a'.repeat(40)}`, ['too_long', 'invalid_characters', 'confusable']],
    ['аdmin', ['confusable', 'reserved']],
    ['.аdmin', ['invalid_characters', 'confusable', 'reserved']],
    ['user٣', ['invalid_characters', 'confusable']],
    [`${'a'.repeat(5000)}\u0000`, ['too_long', 'invalid_characters']],
  ])('has all its faults reported at once (case %#)', (name, codes) => {
    expect(codesOf(name)).toEqual(codes)
  })

  it.each([
    ['johnny ', /^Remove the space at the end\.$/],
    [' johnny', /^Remove the space at the start\.$/],
    ['\tjohnny\u3000', /^Remove the space at the start and at the end\.$/],
    ['john! ', /^Remove the space at the end\. Use letters and digits, /],
    ['john ny', /without spaces/],
  ])('with a space, which is hard to see at an end, has it named: %j', (name, detail) => {
    expect(usernameFaults(name)).toEqual([{ code: 'invalid_characters', detail: expect.stringMatching(detail) }])
  })

  it('is never repeated in a fault, which says what to change', () => {
    for (const fault of usernameFaults('.zеbra zebra ')) {
      expect(fault.detail).toMatch(/^(Use|Choose|Leave out|Write|Remove) .+\.$/)
      expect(fault.detail).not.toMatch(/bra/)
    }
    expect(usernameFaults('Мах')[0]?.detail).toMatch(/lower case/)
    expect(usernameFaults('мах')).toEqual([])
  })
})
