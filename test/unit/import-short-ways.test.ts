import { faultsByAllRules, usernameFaults } from '@registrar/rules/usernames/username-faults'
import { likenessOf } from '@registrar/rules/usernames/username-lookalikes'
import { canonicalUsername } from '@registrar/shared/contract/canonical-username'
import { readArgon2 } from '@registrar/users/foreign/argon2-hash'
import { DEFAULT_HASH_BOUNDS } from '@registrar/users/foreign/hash-bounds'
import { createPasswordVerifier } from '@registrar/users/foreign/password-verifier'
import { readPlainArgon2 } from '@registrar/users/foreign/plain-argon2'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashCheaply, typed } from '../support/hashes/password-vectors.ts'
import { damaged } from '../support/trouble/damaged-text.ts'

const RUNS = 20_000
const context = { bounds: DEFAULT_HASH_BOUNDS }

/** Names of what ASCII has, and of what becomes ASCII by lower case or width; reserved ones and what reads like them. */
const names = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'aAbiIlLoOrnm019._-@ \u0130\u0131\u017f\u212aＡ．'), maxLength: 40 }),
  fc.string({ unit: 'binary-ascii', maxLength: 300 }),
  fc
    .tuple(fc.constantFrom('admin', 'ADM1N', 'r00t', 'n0-rep1y', 'rnail', 'Nu11'), fc.nat(9))
    .map(([name, at]) => (at < name.length ? `${name.slice(0, at)}_${name.slice(at)}` : name)),
)

const numbers = fc.oneof(fc.nat(20), fc.nat(300_000), fc.constantFrom('007', '19456', '9'.repeat(12), '-1', ''))
const texts = fc.uint8Array({ maxLength: 70 }).map((bytes) => Buffer.from(bytes).toString('base64'))
const unpadded = texts.map((text) => text.replaceAll('=', ''))
/** Its last digit may have bits that stand for nothing. */
const otherEnd = fc.tuple(unpadded, fc.constantFrom(...'ABCEIQgw9+/')).map(([text, end]) => text.slice(0, -1) + end)
const base64 = fc.oneof(unpadded, otherEnd, texts, fc.base64String({ maxLength: 20 }))
const argon2 = fc.record({ m: numbers, t: numbers, p: numbers, salt: base64, hash: base64 })
const phc = argon2.map(({ m, t, p, salt, hash }) => `$argon2id$v=19$m=${m},t=${t},p=${p}$${salt}$${hash}`)

describe('the short way', () => {
  it('of argon2id says what the whole reader says, for every hash that it reads', () => {
    let taken = 0
    fc.assert(
      fc.property(fc.oneof(phc, phc.chain(damaged)), (text) => {
        const short = readPlainArgon2(text, context)
        if (short === undefined) return
        taken++
        expect(JSON.stringify(short)).toBe(JSON.stringify(readArgon2(text, context)))
      }),
      { numRuns: RUNS },
    )
    expect(taken).toBeGreaterThan(RUNS / 100)
  })

  it('of argon2id is taken for what this service stores, and verifies it', async () => {
    const stored = await hashCheaply(Buffer.from('correct horse'))
    expect(readPlainArgon2(stored, context)).toMatchObject({ kind: 'stored', passwordHash: stored })
    await using verifier = createPasswordVerifier()
    expect(await verifier.verify(stored, typed('correct horse'))).toBe(true)
    expect(await verifier.verify(stored, typed('correct horses'))).toBe(false)
  })

  it('of plain names finds what all rules find', () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(usernameFaults(name)).toEqual(faultsByAllRules(name))
      }),
      { numRuns: RUNS },
    )
  })

  it('of ASCII compares names, and their looks, as the rules for all of Unicode do', () => {
    const ascii = fc.string({ unit: 'binary-ascii', maxLength: 60 })
    fc.assert(
      fc.property(ascii, (name) => {
        expect(`${canonicalUsername(name)}ж`).toBe(canonicalUsername(`${name}ж`)) // with ж it is not ASCII
        expect(likenessOf(name)).toBe(likenessOf(`${name}\u0301`)) // an accent is passed over
      }),
      { numRuns: RUNS },
    )
  })
})
