import type { LegacyDigest } from '@registrar/users/foreign/legacy-digest'
import { recognizeParts } from '@registrar/users/foreign/password-parts'
import { createPasswordVerifier } from '@registrar/users/foreign/password-verifier'
import { recognizeHash } from '@registrar/users/foreign/recognize-hash'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { hmacKey, opensAlike } from '../support/hashes/hashes-alike.ts'
import { PASSWORD_VECTORS, recognizeVector, storedTextOf, typed } from '../support/hashes/password-vectors.ts'
import { damaged } from '../support/trouble/damaged-text.ts'

const verifier = createPasswordVerifier()
afterAll(() => verifier[Symbol.asyncDispose]())

/** Ten thousand verifications are tried, so each must be quick. */
const CHEAP_MILLISECONDS = 3

const cheap = (
  await Promise.all(
    PASSWORD_VECTORS.map(async (vector) => {
      const hash = recognizeHash(await storedTextOf(recognizeVector(vector)))
      if (typeof hash !== 'object' || hash.kind !== 'stored' || hash.cost.milliseconds > 7) return []
      return [vector.hash ?? '', hash.passwordHash]
        .filter(Boolean)
        .map((text) => ({ text, password: vector.password, stored: hash.passwordHash }))
    }),
  )
).flat()
const known = [...new Set([...PASSWORD_VECTORS.flatMap(({ hash }) => hash ?? []), ...cheap.map(({ text }) => text)])]

const withinBounds = (hash: ReturnType<typeof recognizeHash>) =>
  typeof hash === 'string'
    ? ['unsupported_hash', 'hash_out_of_bounds', 'hash_malformed'].includes(hash)
    : hash.kind === 'digest' ||
      (hash.cost.milliseconds < 5_000 && hash.cost.memoryKib <= 262_144 && hash.passwordHash.length <= 512)

describe('a damaged hash', () => {
  it('is refused or read, always within the bounds, and what is read is stored as one spelling', () => {
    const text = fc.constantFrom(...known).chain(damaged)
    fc.assert(
      fc.property(fc.oneof({ arbitrary: text, weight: 9 }, fc.string({ unit: 'binary', maxLength: 600 })), (input) => {
        const hash = recognizeHash(input)
        expect(hash).toSatisfy(withinBounds)
        if (typeof hash === 'object' && hash.kind === 'stored')
          expect(recognizeHash(hash.passwordHash)).toMatchObject({ passwordHash: hash.passwordHash })
      }),
      { numRuns: 40_000 },
    )
  })

  it('verifies no password, not the right one either', async () => {
    const input = fc
      .constantFrom(...cheap)
      .chain(({ text, ...vector }) => damaged(text).map((bad) => ({ bad, ...vector })))
    await fc.assert(
      fc.asyncProperty(input, async ({ bad, password, stored }) => {
        const hash = recognizeHash(bad)
        // A damage that changed nothing but the spelling, or made it a hash that is dear but allowed, shows nothing here.
        if (typeof hash === 'object' && (hash.kind === 'digest' || hash.cost.milliseconds > CHEAP_MILLISECONDS)) return
        if (typeof hash === 'object' && opensAlike(hash.passwordHash, stored)) return
        expect(await verifier.verify(bad, typed(password))).toBe(false)
      }),
      { numRuns: 10_000 },
    )
  })

  it('of a fast digest verifies no password once it is wrapped', async () => {
    const digests = PASSWORD_VECTORS.flatMap(({ hash, password }) => {
      const recognized = recognizeHash(hash ?? '')
      return typeof recognized === 'object' && recognized.kind === 'digest'
        ? [{ hash: hash!, password, recognized }]
        : []
    })
    const input = fc
      .constantFrom(...digests)
      .chain(({ hash, ...vector }) => damaged(hash).map((bad) => ({ bad, ...vector })))
    await fc.assert(
      fc.asyncProperty(input, async ({ bad, password, recognized }) => {
        const hash = recognizeHash(bad)
        if (typeof hash === 'string' || hash.kind !== 'digest' || sameDigest(hash, recognized)) return
        expect(await verifier.verify(await storedTextOf(hash), typed(password))).toBe(false)
      }),
      { numRuns: 10_000 },
    )
  })

  it('in parts is refused or read, whatever the parts are', () => {
    const member = fc.oneof(
      fc.constantFrom(
        'hash',
        'digest',
        'salt',
        'iterations',
        'encoding',
        'saltEncoding',
        'saltPosition',
        'key',
        'n',
        'r',
        'p',
        'rounds',
        'memCost',
        'saltSeparator',
        'signerKey',
        'credentialData',
        'secretData',
      ),
      fc.string(),
    )
    const value = fc.oneof(
      fc.constantFrom('hex', 'base64', 'text', 'before', 'after', ...known),
      fc.integer(),
      fc.jsonValue(),
    )
    const scheme = fc.oneof(
      fc.constantFrom(...PASSWORD_VECTORS.map(({ scheme }) => scheme), '__proto__', 'constructor', 'toString'),
      value,
    )
    fc.assert(
      fc.property(scheme, fc.dictionary(member, value), (scheme, parts) => {
        expect(recognizeParts({ scheme, ...parts })).toSatisfy(withinBounds)
      }),
      { numRuns: 10_000 },
    )
  })
})

const sameDigest = (one: LegacyDigest, other: LegacyDigest) => {
  const [oneText, otherText] = [one, other].map(({ recipe, ...digest }) =>
    JSON.stringify({ ...digest, ...recipe, key: recipe.key && hmacKey(recipe.key) }),
  )
  return oneText === otherText
}
