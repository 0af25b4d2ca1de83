import { usernameFaults } from '@registrar/rules/usernames/username-faults'
import { canonicalUsername } from '@registrar/shared/contract/canonical-username'
import { describe, expect, it } from 'vitest'

const WORDS = ['admin', 'paypal', 'google']

/** Letters that Unicode's confusables.txt gives for the Latin ones of the words, small and capital, copied by hand. */
const LOOKALIKES = {
  Cyrillic: { a: 'аА', d: 'ԁ', m: 'М', i: 'іІ', n: '', p: 'рР', y: 'уУүҮ', l: 'ӏӀ', g: 'Ԍ', o: 'оО', e: 'еЕҽ' },
  Greek: { a: 'αΑ', d: '', m: 'Μ', i: 'ιΙ', n: 'Νη', p: 'ρΡ', y: 'γυΥ', l: 'Ι', g: '', o: 'οΟσ', e: 'Ε' },
  Armenian: { a: '', d: '', m: '', i: 'ւ', n: 'ոռ', p: '', y: '', l: '', g: 'ց', o: 'օՕ', e: '' },
  Cherokee: { a: 'Ꭺꭺ', d: 'Ꭰꭰ', m: 'Ꮇꮇ', i: 'Ꭵꭵ', n: '', p: 'Ꮲꮲ', y: 'Ꭹꭹ', l: 'Ꮮꮮ', g: 'Ꮐꮐ', o: '', e: 'Ꭼꭼ' },
}
const MATHEMATICAL_ALPHABETS = Array.from({ length: 13 }, (_, index) => 0x1d400 + index * 52)

/** Every way to write the word with a look-alike for each letter; a letter without one stays what it is. */
function writings(word: string, letters: Record<string, string>): string[] {
  return [...word].reduce<string[]>(
    (begun, letter) => begun.flatMap((text) => [...(letters[letter] || letter)].map((other) => text + other)),
    [''],
  )
}

/** Every way to write it with look-alikes for some letters, the others left Latin. */
const mixtures = (word: string, letters: Record<string, string>): string[] =>
  writings(word, Object.fromEntries([...word].map((letter) => [letter, letter + (letters[letter] ?? '')])))

describe('a name that looks like another one', () => {
  it.each(Object.entries(LOOKALIKES))(
    'is refused in %s, written wholly in it or mixed with Latin',
    (_script, letters) => {
      for (const word of WORDS)
        for (const name of [...writings(word, letters), ...mixtures(word, letters)].filter((name) => name !== word))
          expect({ name, codes: usernameFaults(name).map(({ code }) => code) }).toMatchObject({
            codes: expect.arrayContaining(['confusable']),
          })
    },
  )

  it('is the same name in full width', () => {
    const toFullWidth = (letter: string) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)
    for (const word of WORDS) expect(canonicalUsername([...word].map(toFullWidth).join(''))).toBe(word)
    expect(usernameFaults('ａｄｍｉｎ')).toMatchObject([{ code: 'reserved' }])
    expect(usernameFaults('ＰＡＹＰＡＬ')).toEqual([])
  })

  it('is refused in each of the mathematical alphabets', () => {
    for (const word of WORDS)
      for (const alphabet of MATHEMATICAL_ALPHABETS) {
        const name = [...word].map((letter) => String.fromCodePoint(alphabet + 26 + letter.charCodeAt(0) - 97)).join('')
        expect(usernameFaults(name).map(({ code }) => code)).toContain('invalid_characters')
      }
  })

  it('is refused in Latin letters that no modern alphabet has', () => {
    for (const name of ['ɡooɡle', 'pɑypɑl', 'раyраl', 'ᴘᴀʏᴘᴀʟ', 'þɑɣþɑl', 'gøøɡle'])
      expect(usernameFaults(name)).not.toEqual([])
  })
})

describe('an ordinary name', () => {
  it.each([
    ['English', 'Grace.Hopper', 'o_neill'],
    ['German', 'Jürgen', 'weißmüller'],
    ['French', 'Zoë', 'cœur-de-lion'],
    ['Spanish', 'Núñez', 'señorita'],
    ['Danish', 'Sørensen', 'sæbø'],
    ['Icelandic', 'Þórður', 'guðrún'],
    ['Turkish', 'Işıl', 'kadın', 'İbrahim'],
    ['Polish', 'Łukasz', 'żółw'],
    ['Hungarian', 'Erzsébet', 'őszi'],
    ['Vietnamese', 'Nguyễn', 'đặng_văn'],
    ['Azerbaijani', 'Əliyev', 'gülşən'],
    ['Greek', 'Γιώργος', 'Ελένη'],
    ['Russian', 'Дмитрий', 'саша', 'Егор'],
    ['Ukrainian', 'Ігор', 'Олеся', 'тарас'],
    ['Serbian', 'Ђорђе', 'љубица'],
    ['Armenian', 'Արամ', 'Լևոն'],
    ['Georgian', 'ნინო', 'გიორგი'],
    ['Hebrew', 'יוסי', 'דוד.בן'],
    ['Arabic', 'محمد', 'فاطمة'],
    ['Persian', 'پریسا', 'علی۱۲'],
    ['Urdu', 'ٹیپو', 'گلزار'],
    ['Hindi', 'प्रिया', 'अर्जुन'],
    ['Bengali', 'রবীন্দ্র', 'সুচিত্রা'],
    ['Tamil', 'தமிழ்', 'கார்த்திக்'],
    ['Thai', 'สมชาย', 'น้ำฝน'],
    ['Burmese', 'မောင်', 'အောင်ဆန်း'],
    ['Lao', 'ສົມສັກ', 'ຄຳຫຼ້າ', 'ໝາກ'],
    ['Khmer', 'សុខា', 'វណ្ណៈ'],
    ['Amharic', 'አበበ', 'ሰላም'],
    ['Chinese', '王小明', '李娜123'],
    ['Japanese', '田中さん', 'ひかり', 'サクラtokyo'],
    ['Korean', '김민준', '서연_22'],
    ['Cherokee', 'ᏣᎳᎩ', 'ᏎᏉᏯ'],
  ])('in %s is accepted', (_language, ...names) => {
    for (const name of names) expect({ name, faults: usernameFaults(name) }).toEqual({ name, faults: [] })
  })
})
