import { randomUUID } from 'node:crypto'
import { createOpener, createSealer, SealError } from '@registrar/shared/keys/seal'
import { generateSealingKeyPair } from '@registrar/shared/keys/sealing-key'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const pair = generateSealingKeyPair()
const seal = createSealer(pair.publicKey)
const open = createOpener([pair])
const content = (password: string, canonicalUsername = 'ada') => ({ jobId: randomUUID(), canonicalUsername, password })

const codeOf = (work: () => unknown) => {
  try {
    work()
  } catch (error) {
    return error instanceof SealError ? error.code : error
  }
}

describe('a seal', () => {
  it('gives back exactly what was sealed, whatever the password', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1024 }), (password) => {
        fc.pre(password.isWellFormed())
        const sealed = content(password)
        expect(open(seal(sealed))).toEqual({ ...sealed, password: Buffer.from(password) })
      }),
    )
  })

  it('has one length for every password of 8 to 185 ASCII characters', () => {
    const lengths = new Set([8, 15, 64, 100, 185].map((length) => seal(content('x'.repeat(length))).length))
    expect(lengths.size).toBe(1)
  })

  it('is another one each time', () => {
    const same = content('the same password')
    expect(seal(same)).not.toBe(seal(same))
  })

  it('cannot be opened by its maker: the public key alone opens nothing', () => {
    const onlyPublic = createOpener([{ publicKey: pair.publicKey, privateKey: Buffer.alloc(32) }])
    expect(codeOf(() => onlyPublic(seal(content('password'))))).toBe('seal_damaged')
  })

  it('is refused when a single character of it was changed', () => {
    const sealed = seal(content('password'))
    for (const at of [20, 100, sealed.length - 5]) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
      expect(codeOf(() => open(changed))).toBe('seal_damaged')
    }
  })

  it.each(['', '.', 'x', 'x.', '.x', 'a.b.c'])('is refused when it is none: %j', (text) => {
    expect(codeOf(() => open(text))).toMatch(/^seal_(malformed|unknown_key)$/)
  })

  it('to a rotated key opens as long as the workers hold that key, and says so when they do not', () => {
    const next = generateSealingKeyPair()
    const waiting = seal(content('password'))
    expect(createOpener([next, pair])(waiting).password.toString()).toBe('password')
    expect(codeOf(() => createOpener([next])(waiting))).toBe('seal_unknown_key')
  })
})
