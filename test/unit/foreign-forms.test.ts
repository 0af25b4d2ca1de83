import { createHash, createHmac, pbkdf2Sync, scryptSync } from 'node:crypto'
import { DEFAULT_HASH_BOUNDS } from '@registrar/users/foreign/hash-bounds'
import { recognizeParts } from '@registrar/users/foreign/password-parts'
import { createPasswordVerifier } from '@registrar/users/foreign/password-verifier'
import { recognizeHash } from '@registrar/users/foreign/recognize-hash'
import { afterAll, describe, expect, it } from 'vitest'
import { PASSWORD_VECTORS, storedTextOf, typed } from '../support/hashes/password-vectors.ts'

const verifier = createPasswordVerifier()
afterAll(() => verifier[Symbol.asyncDispose]())

const password = 'pässwörd 7'
const verifies = async (recognized: ReturnType<typeof recognizeHash>, tried = password) =>
  verifier.verify(await storedTextOf(recognized), typed(tried))

describe('a digest in parts', () => {
  const salt = Buffer.from('00ff41', 'hex')
  const md5 = (...parts: (string | Buffer)[]) => parts.reduce((hash, part) => hash.update(part), createHash('md5'))

  it.each([
    ['bare, in hex', { hash: md5(password).digest('hex') }],
    ['bare, in upper-case hex', { hash: md5(password).digest('hex').toUpperCase(), encoding: 'hex' }],
    ['bare, in base64', { hash: md5(password).digest('base64') }],
    ['called digest', { digest: md5(password).digest('hex') }],
    ['text before', { hash: md5('seasalt', password).digest('hex'), salt: 'seasalt', saltPosition: 'before' }],
    ['text after', { hash: md5(password, 'seasalt').digest('hex'), salt: 'seasalt', saltPosition: 'after' }],
    [
      'text that looks like hex',
      { hash: md5(password, 'abcd').digest('hex'), encoding: 'hex', salt: 'abcd', saltPosition: 'after' },
    ],
    [
      'hex before',
      { hash: md5(salt, password).digest('hex'), salt: '00ff41', saltEncoding: 'hex', saltPosition: 'before' },
    ],
    [
      'base64 after',
      {
        hash: md5(password, salt).digest('base64'),
        encoding: 'base64',
        salt: 'AP9B',
        saltEncoding: 'base64',
        saltPosition: 'after',
      },
    ],
  ])('with its salt as %s', async (_what, parts) => {
    expect(await verifies(recognizeParts({ scheme: 'md5', ...parts }))).toBe(true)
    expect(await verifies(recognizeParts({ scheme: 'md5', ...parts }), 'another')).toBe(false)
  })

  it.each([
    ['text', 'a key', undefined],
    ['base64', Buffer.from('a key').toString('base64'), 'base64'],
  ])('as an HMAC with its key as %s', async (_what, key, keyEncoding) => {
    const hash = createHmac('sha512', 'a key').update(password).update('salt').digest('base64')
    const parts = {
      scheme: 'hmac-sha512',
      hash,
      key,
      salt: 'salt',
      saltPosition: 'after',
      ...(keyEncoding && { keyEncoding }),
    }
    expect(await verifies(recognizeParts(parts))).toBe(true)
    expect(await verifies(recognizeParts({ ...parts, key: 'YSBrZXk' }))).toBe(keyEncoding === 'base64')
  })
})

describe('a slow hash in parts', () => {
  const salt = Buffer.from('sixteen bytes ab')

  it('may be PBKDF2, in base64 or hex', async () => {
    const hash = pbkdf2Sync(password, salt, 10, 64, 'sha512')
    for (const encoding of ['base64', 'hex'] as const)
      expect(
        await verifies(
          recognizeParts({
            scheme: 'pbkdf2-sha512',
            hash: hash.toString(encoding),
            salt: salt.toString(encoding),
            iterations: 10,
            encoding,
          }),
        ),
      ).toBe(true)
    const fromText = {
      scheme: 'pbkdf2-sha512',
      hash: hash.toString('base64'),
      salt: 'sixteen bytes ab',
      saltEncoding: 'text',
      iterations: 10,
    }
    expect(await verifies(recognizeParts(fromText))).toBe(true)
  })

  it('may be scrypt', async () => {
    const hash = scryptSync(password, salt, 64, { N: 16, r: 8, p: 2 }).toString('hex')
    const parts = { scheme: 'scrypt', hash, salt: salt.toString('hex'), encoding: 'hex', n: 16, r: 8, p: 2 }
    expect(await verifies(recognizeParts(parts))).toBe(true)
    expect(await verifies(recognizeParts({ ...parts, p: 1 }))).toBe(false)
  })

  it('may be a Keycloak credential that somebody has parsed already', async () => {
    const { fields, ...vector } = PASSWORD_VECTORS.find(({ scheme }) => scheme === 'keycloak')!
    const parsed = Object.entries(fields!).map(([name, json]) => [name, JSON.parse(json as string)])
    const credential = { id: 'a', type: 'password', createdDate: 1, ...Object.fromEntries(parsed) }
    expect(await verifies(recognizeParts({ scheme: 'keycloak', ...credential }), vector.password)).toBe(true)
  })
})

describe('Firebase', () => {
  const vector = PASSWORD_VECTORS.find(({ form }) => form === '$firescrypt$')!
  const [, , , salt, hash, separator, signerKey] = vector.hash!.split('$') as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const context = { bounds: DEFAULT_HASH_BOUNDS, firebaseSignerKey: Buffer.from(signerKey, 'base64') }

  it.each([
    ['Ory Kratos without the key', `$firescrypt$ln=14,r=8,p=1$${salt}$${hash}$${separator}`],
    ['Supabase without the key', `$fbscrypt$v=1,n=14,r=8,p=1,ss=${separator}$${salt}$${hash}`],
    ['SuperTokens', `$f_scrypt$${hash}$${salt}$m=14$r=8$s=${separator}`],
  ])('as %s: the key comes from the operator', async (_what, text) => {
    expect(recognizeHash(text)).toBe('unsupported_hash')
    expect(await verifies(recognizeHash(text, context), vector.password)).toBe(true)
    const wrongKey = { ...context, firebaseSignerKey: Buffer.alloc(64) }
    expect(await verifies(recognizeHash(text, wrongKey), vector.password)).toBe(false)
  })

  it('as Clerk, with base64 of either alphabet', async () => {
    const text = [hash, salt, signerKey, separator, 8, 14].join('$')
    expect(await verifies(recognizeHash(text), vector.password)).toBe(true)
    const urlSafe = text.replaceAll('+', '-').replaceAll('/', '_')
    expect(urlSafe).not.toBe(text)
    expect(await storedTextOf(recognizeHash(urlSafe))).toBe(await storedTextOf(recognizeHash(text)))
  })

  it('as exported, in parts', async () => {
    const parts = { scheme: 'firebase', hash, salt, rounds: 8, memCost: 14, saltSeparator: separator }
    expect(await verifies(recognizeParts(parts, context), vector.password)).toBe(true)
    expect(recognizeParts(parts)).toBe('unsupported_hash')
  })

  it('is stored without the signer key, and verified without it', async () => {
    const stored = await storedTextOf(recognizeHash(vector.hash!))
    expect(stored).not.toContain(signerKey.slice(0, 16))
    expect(stored).not.toContain(hash.slice(0, 16))
    expect(await verifier.verify(stored, typed(vector.password))).toBe(true)
  })
})

describe('what is stored', () => {
  it.each([
    [
      'argon2 of Django',
      'argon2$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$gwQOXSNhxiM',
      '$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$gwQOXSNhxiM',
    ],
    [
      'argon2 without a version',
      '$argon2i$m=8,t=1,p=1$c29tZXNhbHQ$gwQOXSNhxiM',
      '$argon2i$v=16$m=8,t=1,p=1$c29tZXNhbHQ$gwQOXSNhxiM',
    ],
    [
      'argon2 in another order, with padding',
      '$argon2i$v=19$m=8,p=1,t=1$c29tZXNhbHQ=$gwQOXSNhxiM=',
      '$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$gwQOXSNhxiM',
    ],
    [
      'PBKDF2 of .NET',
      'AAABAgMEBQYHCAkKCwwNDg+ukCEMDf0yyQ29NYubggHIVY0sdEUfdyeM+E1LtH1uJg==',
      '$pbkdf2-sha1$i=1000,l=32$AAECAwQFBgcICQoLDA0ODw$rpAhDA39MskNvTWLm4IByFWNLHRFH3cnjPhNS7R9biY',
    ],
    ['SHA-crypt of LDAP', `{CRYPT}$5$rounds=1000$s$${'a'.repeat(43)}`, `$5$rounds=1000$s$${'a'.repeat(43)}`],
    ['SHA-crypt of Kratos', `$sha256-crypt$rounds=1000$s$${'a'.repeat(43)}`, `$5$rounds=1000$s$${'a'.repeat(43)}`],
  ])('is one spelling: %s', (_what, text, stored) => {
    expect(recognizeHash(text)).toMatchObject({ kind: 'stored', passwordHash: stored })
  })
})
