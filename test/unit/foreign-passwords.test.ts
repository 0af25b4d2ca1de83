import { createHmac, pbkdf2Sync, scryptSync } from 'node:crypto'
import { hash as hashBcrypt } from '@node-rs/bcrypt'
import { encodeCryptBase64 } from '@registrar/users/foreign/crypt-base64'
import { createPasswordVerifier } from '@registrar/users/foreign/password-verifier'
import { phpassDigest } from '@registrar/users/foreign/phpass-digest'
import { afterAll, describe, expect, it } from 'vitest'
import { hashCheaply, typed } from '../support/hashes/password-vectors.ts'

const verifier = createPasswordVerifier()
afterAll(() => verifier[Symbol.asyncDispose]())

const decomposed = 'passwo\u0308rd'
const composed = decomposed.normalize('NFC')
const pbkdf2 = (password: string) =>
  `pbkdf2_sha256$10$salt$${pbkdf2Sync(password, 'salt', 10, 32, 'sha256').toString('base64')}`

describe('a password', () => {
  it.each([
    ['argon2id', async (password: string) => hashCheaply(Buffer.from(password))],
    ['a foreign scheme', async (password: string) => pbkdf2(password)],
  ])('is compared as it was typed and as Registrar normalises it (%s)', async (_what, hash) => {
    const asTyped = { typed: decomposed, normalized: composed }
    expect(await verifier.verify(await hash(decomposed), asTyped)).toBe(true)
    expect(await verifier.verify(await hash(composed), asTyped)).toBe(true)
    expect(await verifier.verify(await hash(decomposed), typed(composed))).toBe(false)
  })

  it('is compared in its compatibility form where the other system did so (Better Auth)', async () => {
    const salt = '0f1e2d3c4b5a69788796a5b4c3d2e1f0'
    const key = scryptSync('fi 1', salt, 64, { N: 16_384, r: 16, p: 1, maxmem: 2 ** 26 })
    const stored = `${salt}:${key.toString('hex')}`
    expect(await verifier.verify(stored, typed('ﬁ １'))).toBe(true)
    expect(await verifier.verify(stored, typed('fi 2'))).toBe(false)
  })

  it('is trimmed where WordPress trims, and nowhere else', async () => {
    const prehashed = createHmac('sha384', 'wp-sha384').update('correct horse').digest('base64')
    const wordpress = `$wp${await hashBcrypt(prehashed, 4)}`
    expect(await verifier.verify(wordpress, typed(' correct horse\t\n'))).toBe(true)
    expect(await verifier.verify(wordpress, typed('\u00a0correct horse'))).toBe(false)
    const phpass = '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'
    expect(await verifier.verify(phpass, typed(' test12345 '))).toBe(true)
    const phpbb = '$H$9aaaaaSXBjgypwqm.JsMssPLiS8YQ00'
    expect(await verifier.verify(phpbb, typed('test1'))).toBe(true)
    expect(await verifier.verify(phpbb, typed('test1 '))).toBe(false)
    expect(await verifier.verify(pbkdf2('correct horse'), typed('correct horse '))).toBe(false)
  })

  it('longer than the 72 bytes that bcrypt sees gets in, as it did in the other system', async () => {
    const stored = await hashBcrypt('a'.repeat(80), 4)
    expect(await verifier.verify(stored, typed('a'.repeat(80)))).toBe(true)
    expect(await verifier.verify(stored, typed('a'.repeat(71)))).toBe(false)
  })

  it('with a NUL is wrong, also where bcrypt or HMAC would not see the difference', async () => {
    const bcrypt = await hashBcrypt('abc', 4)
    expect(await verifier.verify(bcrypt, typed('abc'))).toBe(true)
    expect(await verifier.verify(bcrypt, typed('abc\0abc'))).toBe(false)
    expect(await verifier.verify(pbkdf2('abc'), typed('abc'))).toBe(true)
    expect(await verifier.verify(pbkdf2('abc'), typed('abc\0'))).toBe(false)
  })

  it('longer than its system takes is wrong, and not mistaken for its beginning', async () => {
    const longest = 'a'.repeat(512)
    const job = { algorithm: 'sha512', log2Rounds: 7, salt: 'saltsalt', password: Buffer.from(longest) } as const
    const drupal = `$S$5saltsalt${encodeCryptBase64(phpassDigest(job)).slice(0, 43)}`
    expect(await verifier.verify(drupal, typed(longest))).toBe(true)
    expect(await verifier.verify(drupal, typed(`${longest}a`))).toBe(false)
  })

  it('of any length is answered', async () => {
    const endless = 'a\u0301'.repeat(8_192) + '\u0301'.repeat(8_192)
    for (const stored of [
      '$6$rounds=1000$saltstring$4TeLT79tVncVNRxltq1pOMmqdSYwq5rWi52jMsyRwn4Mvxwxhav2kOlKzShUGIkw5tXjzwHD7GYHPcBhJQBtj1',
      '$S$5randomsaOpYrAZqwxGynirQbWYCb3ejW4BwGH81LJcOzbzeVd02',
      '$P$5IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0',
      `${'0'.repeat(32)}:${'0'.repeat(128)}`,
      await hashBcrypt('abc', 4),
      await hashCheaply(Buffer.from('abc')),
      pbkdf2('abc'),
    ])
      expect(await verifier.verify(stored, typed(endless))).toBe(false)
  })
})
