import { createHash } from 'node:crypto'
import { needsRehash } from '@registrar/users/foreign/needs-rehash'
import { createPasswordVerifier } from '@registrar/users/foreign/password-verifier'
import { recognizeHash } from '@registrar/users/foreign/recognize-hash'
import { wrapDigest } from '@registrar/users/foreign/wrapped-digest'
import { createPasswordHasher } from '@registrar/users/hashing/password-hasher'
import { afterAll, describe, expect, it } from 'vitest'
import { hashCheaply, PASSWORD_VECTORS, recognizeVector, typed } from '../support/hashes/password-vectors.ts'

const verifier = createPasswordVerifier()
afterAll(() => verifier[Symbol.asyncDispose]())

const current = { memoryKib: 7_168, timeCost: 5, parallelism: 1 }
const digests = PASSWORD_VECTORS.flatMap((vector) => {
  const recognized = recognizeVector(vector)
  return typeof recognized === 'object' && recognized.kind === 'digest' ? [{ vector, legacy: recognized }] : []
})

describe('a fast digest', () => {
  it('is never stored: argon2id over it is', async () => {
    expect(digests.length).toBeGreaterThan(20)
    for (const { vector, legacy } of digests) {
      const stored = await wrapDigest(legacy, hashCheaply)
      expect(stored).toMatch(
        /^\$argon2id\$v=19\$m=8,t=1,p=1\$[\w+/]{22}\$[\w+/]{43}\$[\w-]+(?:,(?:key|before|after)=[\w+/]*)*$/,
      )
      for (const encoding of ['hex', 'base64', 'base64url'] as const)
        expect(stored).not.toContain(legacy.digest.toString(encoding).slice(0, 16))
      expect(await verifier.verify(stored, typed(vector.password))).toBe(true)
    }
  })

  it('is not verified as it is, should it ever stand in a store', async () => {
    for (const { vector } of digests)
      expect(await verifier.verify(vector.hash ?? vector.scheme, typed(vector.password))).toBe(false)
  })

  it('is not a password itself: who has only the digest gets in nowhere', async () => {
    const digest = createHash('md5').update('correct horse').digest()
    const stored = await wrapDigest(legacyMd5(digest), hashCheaply)
    for (const encoding of ['hex', 'base64', 'latin1'] as const)
      expect(await verifier.verify(stored, typed(digest.toString(encoding)))).toBe(false)
  })

  it('is stored in one spelling, however the base64 in it was padded', async () => {
    const stored = await wrapDigest(legacyMd5(Buffer.alloc(16)), hashCheaply)
    const padded = stored.replace(/(\$[\w+/]{22})(\$[\w+/]{43})\$/, '$1==$2=$')
    expect(padded).not.toBe(stored)
    expect(recognizeHash(padded)).toMatchObject({ passwordHash: stored })
  })

  it('keeps an empty HMAC key, which is not the same as none', async () => {
    const stored = await wrapDigest(
      {
        ...legacyMd5(Buffer.alloc(16)),
        recipe: { algorithm: 'md5', key: Buffer.alloc(0), before: Buffer.alloc(0), after: Buffer.alloc(0) },
      },
      hashCheaply,
    )
    expect(stored).toMatch(/\$hmac-md5,key=$/)
    expect(recognizeHash(stored)).toMatchObject({ kind: 'stored', scheme: 'hmac-md5' })
  })
})

const legacyMd5 = (digest: Buffer) => {
  const legacy = recognizeHash(`$md5$${digest.toString('base64')}`)
  if (typeof legacy === 'string' || legacy.kind !== 'digest') throw new Error('not a digest')
  return legacy
}

describe('a stored hash is to be replaced at the next login', () => {
  it('unless it is what this installation makes', async () => {
    const { hash } = await createPasswordHasher(current)
    expect(needsRehash(await hash(Buffer.from('x')), current)).toBe(false)
  })

  it('when a digest is inside it', async () => {
    const { hash } = await createPasswordHasher(current)
    expect(needsRehash(await wrapDigest(legacyMd5(Buffer.alloc(16)), hash), current)).toBe(true)
  })

  const salt = Buffer.alloc(16).toString('base64').replaceAll('=', '')
  const output = Buffer.alloc(32).toString('base64').replaceAll('=', '')
  it.each([
    ['of another memory', `$argon2id$v=19$m=19456,t=5,p=1$${salt}$${output}`],
    ['of other passes', `$argon2id$v=19$m=7168,t=6,p=1$${salt}$${output}`],
    ['of other lanes', `$argon2id$v=19$m=7168,t=5,p=2$${salt}$${output}`],
    ['of another variant', `$argon2i$v=19$m=7168,t=5,p=1$${salt}$${output}`],
    ['of another version', `$argon2id$v=16$m=7168,t=5,p=1$${salt}$${output}`],
    ['with a short salt', `$argon2id$v=19$m=7168,t=5,p=1$${salt.slice(0, 12)}$${output}`],
    ['with a short output', `$argon2id$v=19$m=7168,t=5,p=1$${salt}$${output.slice(0, 12)}`],
    ['of another scheme', '$2b$12$bIRGj4QPPoSUMWsJE.4Pk.T1qTpDWz7HhMnuiQhGzGinKPsx/HQdq'],
    ['of no scheme', 'nothing'],
  ])('when it is %s', (_what, stored) => {
    expect(needsRehash(stored, current)).toBe(true)
  })
})
