import { DEFAULT_HASH_BOUNDS, hashBoundsWith } from '@registrar/users/foreign/hash-bounds'
import { recognizeParts } from '@registrar/users/foreign/password-parts'
import { createPasswordVerifier } from '@registrar/users/foreign/password-verifier'
import { recognizeHash } from '@registrar/users/foreign/recognize-hash'
import { describe, expect, it } from 'vitest'
import { hashCheaply, typed } from '../support/hashes/password-vectors.ts'

const SALT = 'cmFuZG9tc2FsdGlzaGFyZA'
const HASH = 'OFvEcLOIPFd/oq8egf10i+qJLI7A8nDjPLnolCWarQY'
const bcrypt = (cost: string) => `$2b$${cost}$bIRGj4QPPoSUMWsJE.4Pk.T1qTpDWz7HhMnuiQhGzGinKPsx/HQdq`
const argon2 = (parameters: string) => `$argon2id$v=19$${parameters}$${SALT}$${HASH}`
const scrypt = (parameters: string) => `$scrypt$${parameters}$${SALT}$${HASH}`
const keycloak = (hashIterations: number) =>
  JSON.stringify({
    scheme: 'keycloak',
    credentialData: { algorithm: 'pbkdf2-sha256', hashIterations },
    secretData: { value: `${HASH}=`, salt: `${SALT}==` },
  })
const dotnet = (iterations: number) => {
  const blob = Buffer.alloc(61, 1)
  blob.writeUInt32BE(1, 1)
  blob.writeUInt32BE(iterations, 5)
  blob.writeUInt32BE(16, 9)
  return blob.toString('base64')
}

describe.each([
  ['argon2 memory', argon2('m=262144,t=1,p=1'), argon2('m=262145,t=1,p=1')],
  ['argon2 memory, 4 GiB', argon2('m=8,t=1,p=1'), argon2('m=4194304,t=1,p=1')],
  ['argon2 passes', argon2('m=8,t=10,p=1'), argon2('m=8,t=11,p=1')],
  ['argon2 lanes', argon2('m=128,t=1,p=16'), argon2('m=136,t=1,p=17')],
  ['argon2 around a digest', `${argon2('m=8,t=10,p=1')}$md5`, `${argon2('m=8,t=11,p=1')}$md5`],
  ['bcrypt cost', bcrypt('14'), bcrypt('15')],
  ['bcrypt cost, from below', bcrypt('04'), bcrypt('03')],
  ['bcrypt of WordPress', `$wp${bcrypt('14')}`, `$wp${bcrypt('31')}`],
  ['scrypt memory', scrypt('ln=16,r=8,p=1'), scrypt('ln=17,r=8,p=1')],
  ['scrypt memory, N itself', scrypt('ln=65536,r=8,p=1'), scrypt('ln=131072,r=8,p=1')],
  ['scrypt memory by p', scrypt('ln=1,r=1,p=524288'), scrypt('ln=1,r=1,p=1048576')],
  ['scrypt work', scrypt('ln=14,r=8,p=16'), scrypt('ln=14,r=8,p=17')],
  ['scrypt, a log2 that no machine has', scrypt('ln=10,r=8,p=1'), scrypt('ln=63,r=8,p=1')],
  ['PBKDF2 iterations', `$pbkdf2-sha256$i=2000000$${SALT}$${HASH}`, `$pbkdf2-sha256$i=2000001$${SALT}$${HASH}`],
  ['PBKDF2 of .NET', dotnet(2_000_000), dotnet(2_000_001)],
  ['SHA-crypt rounds', `$5$rounds=100000$s$${'a'.repeat(43)}`, `$5$rounds=100001$s$${'a'.repeat(43)}`],
  ['phpass rounds', `$P$F${'a'.repeat(30)}`, `$P$G${'a'.repeat(30)}`],
  ['Drupal rounds', `$S$F${'a'.repeat(51)}`, `$S$G${'a'.repeat(51)}`],
  ['the length of the text', `md5$${'s'.repeat(250)}$${'a'.repeat(32)}`, `md5$${'s'.repeat(480)}$${'a'.repeat(32)}`],
])('the bound of %s', (_what, within, beyond) => {
  it('is inclusive, and one more is refused', () => {
    expect(recognizeHash(within)).toBeTypeOf('object')
    expect(recognizeHash(beyond)).toBe('hash_out_of_bounds')
  })
})

describe('the bounds', () => {
  it('hold for any text before it is looked at', () => {
    expect(recognizeHash('x'.repeat(512))).toBe('unsupported_hash')
    expect(recognizeHash('x'.repeat(513))).toBe('hash_out_of_bounds')
  })

  it('hold for hashes in parts', () => {
    expect(recognizeParts(JSON.parse(keycloak(2_000_000)))).toBeTypeOf('object')
    expect(recognizeParts(JSON.parse(keycloak(2_000_001)))).toBe('hash_out_of_bounds')
  })

  it('hold again before a verification: what got into the store in another way is not tried', async () => {
    const password = 'correct horse battery staple'
    const stored = await hashCheaply(Buffer.from(password))
    await using lenient = createPasswordVerifier()
    await using strict = createPasswordVerifier({ bounds: { ...DEFAULT_HASH_BOUNDS, argon2MemoryKib: 7 } })
    expect(await lenient.verify(stored, typed(password))).toBe(true)
    expect(await strict.verify(stored, typed(password))).toBe(false)
  })

  it('are wide enough for what the installation itself hashes with', () => {
    const bounds = hashBoundsWith({ memoryKib: 524_288, timeCost: 12, parallelism: 20 })
    expect(recognizeHash(argon2('m=524288,t=12,p=20'), { bounds })).toBeTypeOf('object')
    expect(recognizeHash(argon2('m=524289,t=12,p=20'), { bounds })).toBe('hash_out_of_bounds')
    expect(hashBoundsWith({ memoryKib: 19_456, timeCost: 2, parallelism: 1 })).toEqual(DEFAULT_HASH_BOUNDS)
  })
})
