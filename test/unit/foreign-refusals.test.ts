import { decodeBase64 } from '@registrar/users/foreign/base64'
import { recognizeParts } from '@registrar/users/foreign/password-parts'
import { recognizeHash } from '@registrar/users/foreign/recognize-hash'
import { describe, expect, it } from 'vitest'

const MD5 = '5f4dcc3b5aa765d61d8327deb882cf99'
const BCRYPT = '$2b$12$bIRGj4QPPoSUMWsJE.4Pk.T1qTpDWz7HhMnuiQhGzGinKPsx/HQdq'
const SALT = 'cmFuZG9tc2FsdGlzaGFyZA'
const HASH = 'OFvEcLOIPFd/oq8egf10i+qJLI7A8nDjPLnolCWarQY'
const BYTES_64 = Buffer.alloc(64, 1).toString('base64')

describe('a form that nobody could verify for certain is refused as unsupported', () => {
  it.each([
    ['nothing', ''],
    ['a password', 'correct horse battery staple'],
    ['bare hexadecimal digits: MD5, NTLM or anything', MD5],
    ['bcrypt of the library that lost the eighth bit', BCRYPT.replace('$2b$', '$2x$')],
    ['the first bcrypt', BCRYPT.replace('$2b$', '$2$')],
    ['MD5-crypt', '$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/'],
    ['yescrypt', '$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7'],
    ['argon2 under a key', `$argon2id$v=19$m=8,t=1,p=1,keyid=YQ$${SALT}$${HASH}`],
    ['argon2 with associated data', `$argon2id$v=19$m=8,t=1,p=1,data=YQ$${SALT}$${HASH}`],
    ['PBKDF2 with MD5', `pbkdf2:md5:1000$salt$${MD5}`],
    ['Firebase without a signer key', `$firescrypt$ln=14,r=8,p=1$${SALT}$${BYTES_64}$Bw==`],
    ['a hash behind a space', ` ${BCRYPT}`],
  ])('%s', (_what, text) => {
    expect(recognizeHash(text)).toBe('unsupported_hash')
  })
})

describe('a known form with impossible parts is refused as malformed', () => {
  it.each([
    ['bcrypt that is cut off', BCRYPT.slice(0, -1)],
    ['bcrypt with one character more', `${BCRYPT}a`],
    ['bcrypt with bits set that stand for nothing', `${BCRYPT.slice(0, -1)}r`],
    ['bcrypt before another line', `${BCRYPT}\n`],
    ['argon2 without t', `$argon2id$v=19$m=8,p=1$${SALT}$${HASH}`],
    ['argon2 with m twice', `$argon2id$v=19$m=8,m=8,t=1,p=1$${SALT}$${HASH}`],
    ['argon2 with a leading zero', `$argon2id$v=19$m=08,t=1,p=1$${SALT}$${HASH}`],
    ['argon2 of another version', `$argon2id$v=18$m=8,t=1,p=1$${SALT}$${HASH}`],
    ['argon2 with less than 8 KiB a lane', `$argon2id$v=19$m=15,t=1,p=2$${SALT}$${HASH}`],
    ['argon2 with no passes', `$argon2id$v=19$m=8,t=0,p=1$${SALT}$${HASH}`],
    ['argon2 with a salt of 7 bytes', `$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbA$${HASH}`],
    ['argon2 with a hash of 3 bytes', `$argon2id$v=19$m=8,t=1,p=1$${SALT}$YWJj`],
    ['argon2 with an unknown recipe behind it', `$argon2id$v=19$m=8,t=1,p=1$${SALT}$${HASH}$md6`],
    ['argon2i with a recipe behind it', `$argon2i$v=19$m=8,t=1,p=1$${SALT}$${HASH}$md5`],
    ['scrypt with N no power of two', `$scrypt$ln=16385,r=8,p=1$${SALT}$${HASH}`],
    ['scrypt with N too large for its r', `$scrypt$ln=16,r=1,p=1$${SALT}$${HASH}`],
    ['scrypt whose hash is the beginning of one', `$scrypt$ln=4,r=8,p=1$${SALT}$${HASH.slice(0, 32)}`],
    ['PBKDF2 whose length says otherwise', `$pbkdf2-sha256$i=12,l=31$${SALT}$${HASH}`],
    ['PBKDF2 whose hash is the beginning of one', `$pbkdf2-sha256$12$${SALT}$${HASH.slice(0, 32)}`],
    ['PBKDF2 of Django with a hash in hex', `pbkdf2_sha1$12$salt$${MD5}0123abcd`],
    ['PBKDF2 with no iterations', `$pbkdf2-sha256$0$${SALT}$${HASH}`],
    [
      'Firebase with a hash of another length than the key',
      `$firescrypt$ln=14,r=8,p=1$${SALT}$${HASH}=$Bw==$${BYTES_64}`,
    ],
    ['SHA-crypt that is cut off', '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjlO'],
    ['SHA-crypt with fewer rounds than there can be', `$5$rounds=999$salt$${'a'.repeat(43)}`],
    ['phpass with a cost that it does not take', `$P$4${'a'.repeat(30)}`],
    ['Identity V2 with an end missing', 'AAABAgMEBQYHCAkKCwwNDg+ukCEMDf0yyQ29NYubggE='],
    [
      'Identity V3 with something behind it',
      'AQAAAAIAAAAyAAAAEOMwvh3+FZxqkdMBz2ekgGhwQ4B6pZWND6zgESBuWiHwAAAAAAAAAAAA',
    ],
    ['LDAP without a salt where one must be', '{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g='],
    ['Kratos with no place for the password', '$sha1$pf=e1NBTFR9$NW9wbWtnejAzcg==$2qU2SGWP8viTM1md3FiI3+rjWXQ='],
    ['an HMAC without a key', '$hmac-md5$ZmU4Njk3Zjc0MmQwODA0MDVkMTI3MGU2MTYzMzE2Zjk='],
  ])('%s', (_what, text) => {
    expect(recognizeHash(text)).toBe('hash_malformed')
  })
})

describe('parts are refused', () => {
  it.each([
    ['that are not known', 'unsupported_hash', { scheme: 'lanman', hash: MD5 }],
    ['without a scheme', 'unsupported_hash', { hash: MD5 }],
    ['with a member of no meaning', 'hash_malformed', { scheme: 'md5', hash: MD5, pepper: 'x' }],
    ['with a hash of another scheme', 'hash_malformed', { scheme: 'bcrypt', hash: `$md5$CY9rzUYh03PK3k6DJie09g==` }],
    ['with a salt that has no position', 'hash_malformed', { scheme: 'md5', hash: MD5, salt: 'seasalt' }],
    ['with a position for no salt', 'hash_malformed', { scheme: 'md5', hash: MD5, saltPosition: 'after' }],
    ['with a digest of another length', 'hash_malformed', { scheme: 'sha1', hash: MD5 }],
    ['with an encoding that the hash has not', 'hash_malformed', { scheme: 'md5', hash: MD5, encoding: 'base64' }],
    [
      'with digits of which nobody says what they are',
      'hash_malformed',
      { scheme: 'pbkdf2-sha256', hash: MD5, salt: 'c2FsdA', iterations: 12 },
    ],
    ['as an HMAC without its key', 'hash_malformed', { scheme: 'hmac-md5', hash: MD5 }],
    ['with JSON that is none', 'hash_malformed', { scheme: 'keycloak', credentialData: '{', secretData: '{}' }],
    [
      'that are too long',
      'hash_out_of_bounds',
      { scheme: 'md5', hash: MD5, salt: 's'.repeat(3_000), saltPosition: 'after' },
    ],
    [
      'whose salt would not fit in what is stored',
      'hash_out_of_bounds',
      { scheme: 'md5', hash: MD5, salt: 's'.repeat(400), saltPosition: 'after' },
    ],
    ['of a wrong type', 'hash_malformed', { scheme: 'scrypt', hash: BYTES_64, salt: 'c2FsdA', n: '16384', r: 8, p: 1 }],
  ])('%s', (_what, fault, parts) => {
    expect(recognizeParts(parts)).toBe(fault)
  })
})

describe('base64', () => {
  it('is read with its padding and without, and in no other way than it is written', () => {
    expect(decodeBase64('YWI=')).toEqual(Buffer.from('ab'))
    expect(decodeBase64('YWI')).toEqual(Buffer.from('ab'))
    for (const text of ['YWJ', 'YWI==', 'YW=I', 'YW I', 'YWI\n', 'YWI-', 'Y', '='])
      expect({ text, bytes: decodeBase64(text) }).toEqual({ text, bytes: undefined })
  })
})
