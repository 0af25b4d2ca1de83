import { randomUUID } from 'node:crypto'
import { createOpener } from '@registrar/shared/keys/open-seal'
import { createSealer } from '@registrar/shared/keys/seal'
import { type Binding, SealError } from '@registrar/shared/keys/seal-format'
import { generateSealingKeyPair, sealingKeyPairOf } from '@registrar/shared/keys/sealing-key'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'

const pair = generateSealingKeyPair()
const { seal } = createSealer(pair.publicKey)
const { open } = createOpener([pair])
const binding = (bound: Partial<Binding> = {}): Binding => ({
  purpose: 'registration',
  jobId: randomUUID(),
  canonicalUsername: 'ada',
  ...bound,
})
const here = binding()

const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return error instanceof SealError ? error.code : error
  }
}

/** The public half of the session's key, which says whether two seals share a session. */
const sessionOf = (sealed: string) => Buffer.from(sealed.split('.')[2]!, 'base64url').toString('hex', 0, 32)

/** Sealed to the key pair whose private half is 32 bytes of 7. */
const KNOWN_SEALS = {
  'of this format':
    '2.D20lU_8MD0R.sYORROhgH_Vlz_42mfAcjbzBlx6J9UDeXtRkA8B6yE6xy-7KqCWe_VNU4t5BJhdzb4oo-pMLmcoEs_Hdov17JUGWij8Hg_kPYBxstUzv3OUT5BAlRPwLwQQz5WCi0Z-l7gBJhXYVCIujVBisSuSWASBXdxBSov-PNmKhiZugHEMbw_tnO_fr5emkuaL41pMN6MYAHhujwuHzaux2v79PtLhSy2-MFI0PLhyg5kqd310xQSszob1zm44ciJry8SarhHU88A2npppZjsHEl1O961gm8umNW6wW99YqWk7YlHqfLb8qp3RWBqLfcGcnRlJoFcnBdJjUv_BMpf_5BR_6as1MGjMgIzI1wD6MLW2GTSPAnJM7v_qh0uaqX52djdWJeqPkpuSAeak_Ou5z799O4Us3yxJuxVrewi8PIWkeDSwaFy9qpqWtWQ',
  'of release 0.1':
    'D20lU_8MD0R.FdyHyg8daaVEeMmjBxCTnrD-Q-iMpeiq0nfhO_Z9wErKDaZbqozxd4qa5XYFP_xRD8qXYVnpVYotlH3llNeqdeyjkylAfhD4r99pD1ZCbRR65-0K3F-q-eCpMjoeCnVVDnRRe7Y7EiWq5HlVjfUij7BilnUICIgqg80JuJR8UqYYqo1CXwY96oWdPHDN04Ir60Rk79qTUYZlhLP8KFndC3y8u6GjmyclE46QsebMdZzc7OAHhhehq_yF6zvYdCLzwveKSJFvbma6_OGzoFIokhuJYz9-r2Iv0Y83Q68EtJpHxncuq2a9OwV-kA4IdXREz_FAxW4bbVQfss7gEGkxc9erlKVLFm0IAY64ezw7cs00DuhljMfOOLhxIW5y98jONvWf7vQ_1MuB9gMTkg-Fvg',
}

afterEach(() => vi.useRealTimers())

describe('a seal', () => {
  it('gives back exactly what was sealed, whatever the password', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1024 }), (password) => {
        fc.pre(password.isWellFormed())
        expect(open(seal(password, here), here)).toEqual(Buffer.from(password))
      }),
    )
  })

  it('has one length for every password of up to 255 ASCII characters', () => {
    const lengths = new Set([0, 8, 15, 64, 185, 255].map((length) => seal('x'.repeat(length), here).length))
    expect(lengths.size).toBe(1)
  })

  it('is another one each time, with another nonce under one key', () => {
    expect(new Set(Array.from({ length: 100 }, () => seal('the same password', here))).size).toBe(100)
  })

  it('cannot be opened by its maker: the public key alone opens nothing', () => {
    const onlyPublic = createOpener([{ publicKey: pair.publicKey, privateKey: Buffer.alloc(32) }])
    expect(codeOf(() => onlyPublic.open(seal('password', here), here))).toMatch(/^seal_(damaged|malformed)$/)
  })

  it.each<[string, Partial<Binding>]>([
    ['job', { jobId: randomUUID() }],
    ['name', { canonicalUsername: 'grace' }],
    ['purpose', { purpose: 'login' as 'registration' }],
    ['job that swallows the name', { jobId: `${here.jobId}\nada`, canonicalUsername: '' }],
  ])('opens beside no other %s', (_what, other) => {
    expect(codeOf(() => open(seal('password', here), { ...here, ...other }))).toBe('seal_damaged')
  })

  it('is refused when a single character of it was changed, in the key, the nonce or the ciphertext', () => {
    const sealed = seal('password', here)
    for (const at of [20, 60, 80, 100, 200, sealed.length - 5]) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
      expect(codeOf(() => open(changed, here))).toBe('seal_damaged')
    }
  })

  it('is refused when it was cut short, wherever', () => {
    const sealed = seal('password', here)
    for (let length = 0; length < sealed.length; length += 7)
      expect(codeOf(() => open(sealed.slice(0, length), here))).toMatch(/^seal_(malformed|unknown_key|damaged)$/)
  })

  it.each(['', '.', 'x', 'x.', '.x', 'a.b.c', '2.a.b.c', '3.a.b', '2..b'])('is refused when it is none: %j', (text) => {
    expect(codeOf(() => open(text, here))).toMatch(/^seal_(malformed|unknown_key)$/)
  })

  it('whose session key is a point of low order is refused', () => {
    const [version, keyId, encoded] = seal('password', here).split('.')
    const bytes = Buffer.from(encoded!, 'base64url').fill(0, 0, 32)
    expect(codeOf(() => open(`${version}.${keyId}.${bytes.toString('base64url')}`, here))).toBe('seal_malformed')
  })

  it('to a rotated key opens as long as the workers hold that key, in one session with seals to the next', () => {
    const next = generateSealingKeyPair()
    const waiting = seal('password', here)
    const later = createSealer(next.publicKey).seal('password', here)
    const both = createOpener([next, pair])
    for (const sealed of [waiting, later, waiting]) expect(both.open(sealed, here).toString()).toBe('password')
    expect(codeOf(() => createOpener([next]).open(waiting, here))).toBe('seal_unknown_key')
  })

  it.each(['of this format', 'of release 0.1'] as const)('%s opens for ever: a known answer', (format) => {
    const known = createOpener([sealingKeyPairOf(Buffer.alloc(32, 7))])
    const bound = binding({ jobId: '00000000-0000-4000-8000-000000000000' })
    const sealed = KNOWN_SEALS[format]
    expect(known.open(sealed, bound).toString()).toBe('correct horse battery staple')
    expect(codeOf(() => known.open(sealed, { ...bound, canonicalUsername: 'grace' }))).toBe('seal_damaged')
    expect(codeOf(() => known.open(sealed, { ...bound, jobId: randomUUID() }))).toBe('seal_damaged')
    expect(codeOf(() => known.open(`${sealed.slice(0, -8)}AAAAAAAA`, bound))).toBe('seal_damaged')
  })
})

describe('a session', () => {
  it('ends after 1,024 seals', () => {
    const sealer = createSealer(pair.publicKey)
    const sessions = Array.from({ length: 1_025 }, () => sessionOf(sealer.seal('password', here)))
    expect(new Set(sessions.slice(0, 1_024)).size).toBe(1)
    expect(sessions[1_024]).not.toBe(sessions[0])
  })

  it('ends after a second', () => {
    vi.useFakeTimers()
    const sealer = createSealer(pair.publicKey)
    const first = sessionOf(sealer.seal('password', here))
    vi.advanceTimersByTime(999)
    expect(sessionOf(sealer.seal('password', here))).toBe(first)
    vi.advanceTimersByTime(1)
    expect(sessionOf(sealer.seal('password', here))).not.toBe(first)
  })

  it('whose key a worker has forgotten, among many others, is agreed on again', () => {
    const sealed = Array.from({ length: 200 }, (_, n) => createSealer(pair.publicKey).seal(`password ${n}`, here))
    for (const [n, one] of [...sealed.entries(), ...sealed.entries()])
      expect(open(one, here).toString()).toBe(`password ${n}`)
  })
})
