import { hashRaw, verify as verifyByNodeRs } from '@node-rs/argon2'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { createPasswordHasher, demandStrength } from '@registrar/users/hashing/password-hasher'
import { argon2id, hash as hashByArgon2, verify as verifyByArgon2 } from 'argon2'
import { describe, expect, it } from 'vitest'

const parameters = { memoryKib: 19_456, timeCost: 2, parallelism: 1 }
const passwords = [
  'correct horse battery staple',
  'пароль из многих слов',
  '🦊🍋🎹📎🧭🔭🪐🛶🧶🎈🚀🌵🐙🦉🐢',
  ' x'.repeat(128),
]

describe('the two argon2 engines', () => {
  it.each([
    ['node-rs', verifyByArgon2],
    ['argon2', verifyByNodeRs],
  ] as const)('what %s hashes, the other one verifies', async (engine, verifyByOther) => {
    const { hash } = await createPasswordHasher(parameters, engine)
    for (const password of passwords) {
      const phc = await hash(Buffer.from(password))
      expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
      expect(await verifyByOther(phc, password)).toBe(true)
      expect(await verifyByOther(phc, `${password}!`)).toBe(false)
    }
  })

  it('use a fresh salt each time', async () => {
    for (const engine of ['node-rs', 'argon2'] as const) {
      const { hash } = await createPasswordHasher(parameters, engine)
      expect(await hash(Buffer.from('x'))).not.toBe(await hash(Buffer.from('x')))
    }
  })

  it('agree on the raw output for a fixed salt', async () => {
    const salt = Buffer.from('0123456789abcdef')
    const byArgon2 = await hashByArgon2('password', {
      type: argon2id,
      memoryCost: 19_456,
      timeCost: 2,
      parallelism: 1,
      hashLength: 32,
      salt,
      raw: true,
    })
    const byNodeRs = await hashRaw('password', {
      algorithm: 2,
      memoryCost: 19_456,
      timeCost: 2,
      parallelism: 1,
      outputLen: 32,
      salt,
    })
    expect(byNodeRs.toString('hex')).toBe(byArgon2.toString('hex'))
  })

  it('give the known answer of the reference implementation (phc-winner-argon2, test.c: argon2id, m=2^16, t=2)', async () => {
    const options = { algorithm: 2, memoryCost: 65_536, timeCost: 2, parallelism: 1, outputLen: 32 }
    const raw = await hashRaw('password', { ...options, salt: Buffer.from('somesalt') })
    expect(raw.toString('hex')).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7')
  })

  it('are chosen by speed unless one is requested', async () => {
    expect((await createPasswordHasher(parameters)).engine).toBe('node-rs')
    expect((await createPasswordHasher(parameters, 'argon2')).engine).toBe('argon2')
  })
})

describe('the strength of a hash', () => {
  it.each([
    [47_104, 1],
    [19_456, 2],
    [12_288, 3],
    [9_216, 4],
    [7_168, 5],
    [65_536, 3],
  ])('m=%i, t=%i meets one of OWASP’s minimum sets', (memoryKib, timeCost) => {
    expect(() => demandStrength({ memoryKib, timeCost, parallelism: 1 })).not.toThrow()
  })

  it.each([
    [47_103, 1],
    [19_455, 2],
    [12_287, 3],
    [7_167, 100],
  ])('m=%i, t=%i is below all of them: the worker refuses to start', (memoryKib, timeCost) => {
    expect(() => demandStrength({ memoryKib, timeCost, parallelism: 1 })).toThrow(ConfigurationError)
  })
})
