import { createReservedUsernames } from '@registrar/rules/usernames/reserved-usernames'
import { usernameFaults } from '@registrar/rules/usernames/username-faults'
import { canonicalUsername } from '@registrar/shared/contract/canonical-username'
import { describe, expect, it } from 'vitest'

const isReserved = createReservedUsernames()

describe('a reserved name', () => {
  it.each([
    ...['admin', 'root', 'support', 'security', 'postmaster', 'hostmaster', 'webmaster', 'abuse', 'noc', 'www'],
    ...['register', 'livez', 'readyz', 'registrar', 'null', 'undefined', 'nobody', 'noreply'],
  ])('%s is refused', (name) => {
    expect(isReserved(name)).toBe(true)
    expect(usernameFaults(name)).toMatchObject([{ code: 'reserved' }])
  })

  it.each([
    ['in capitals', 'ADMIN'],
    ['in full width', 'ａｄｍｉｎ'],
    ['with digits for letters', 'adm1n'],
    ['with digits for letters', 'r00t'],
    ['with a digit for an l', 'ma1l'],
    ['with a dotless i', 'admın'],
    ['with a dotted capital i', 'ADMİN'],
    ['with strokes', 'røøt'],
    ['with accents', 'ádmïn'],
    ['with separators', 'no-reply'],
    ['with separators elsewhere', 'ad.min'],
    ['with rn for m', 'adrnin'],
    ['with a Cyrillic letter', 'аdmin'],
    ['with small capitals', 'ʀᴏᴏᴛ'],
    ['with a stroke that may be an i', 'admӏn'],
    ['with a stroke that may be an l', 'maiӏ'],
    ['with something invisible', 'ad\u200bmin'],
    ['in mathematical letters', '𝐫𝐨𝐨𝐭'],
  ])('%s is the same: %s', (_how, name) => {
    expect(isReserved(canonicalUsername(name))).toBe(true)
  })

  it.each(['mali', 'mall', 'sæbø', 'kadın', 'rooty', 'adminton', 'ann', 'helpful', 'ali', 'höskuldur'])(
    'is not %s',
    (name) => {
      expect(usernameFaults(name)).toEqual([])
    },
  )
})

describe('names of an operator', () => {
  const isReservedHere = createReservedUsernames(['Acme', 'АДМИНИСТРАТОР', 'ガイド', 'हिंदी', '𐌰𐌱𐌲', '---', ''])

  it.each(['acme', 'ACME', 'acmé', 'a.c.m.e', 'администратор', 'ガイド', 'ｶﾞｲﾄﾞ', 'हिंदी', '𐌰𐌱𐌲', 'admin'])(
    'are reserved with the built-in ones: %s',
    (name) => {
      expect(usernameFaults(name, isReservedHere).map(({ code }) => code)).toContain('reserved')
    },
  )

  it('without a single readable character reserve nothing', () => {
    for (const name of ['...', '👍👍👍', '']) expect(isReservedHere(name)).toBe(false)
  })

  it.each(['acmes', 'カイト', 'हदद', 'ada'])('do not reserve other names: %s', (name) => {
    expect(usernameFaults(name, isReservedHere)).toEqual([])
  })
})
