import { recognizeParts } from '@registrar/users/foreign/password-parts'
import { createPasswordVerifier } from '@registrar/users/foreign/password-verifier'
import { recognizeHash } from '@registrar/users/foreign/recognize-hash'
import { afterAll, describe, expect, it } from 'vitest'
import { PASSWORD_VECTORS, recognizeVector, storedTextOf, typed } from '../support/hashes/password-vectors.ts'

const verifier = createPasswordVerifier()
afterAll(() => verifier[Symbol.asyncDispose]())

describe.each(PASSWORD_VECTORS)('$scheme, $form ($source)', (vector) => {
  it('verifies with its password and with no other', async () => {
    const { password } = vector
    const stored = await storedTextOf(recognizeVector(vector))
    expect(await verifier.verify(stored, typed(password))).toBe(true)
    expect(await verifier.verify(stored, typed(`!${password}`))).toBe(false)
    const hash = recognizeHash(stored)
    if (typeof hash === 'string' || hash.kind === 'digest' || hash.cost.milliseconds > 10) return
    const others = [
      '',
      `${password}!`,
      password.slice(1),
      password.toUpperCase(),
      `${password}\0`,
      `${password}\0${password}`,
    ]
    for (const other of others.filter((text) => text !== password)) {
      expect({ other, verified: await verifier.verify(stored, typed(other)) }).toEqual({ other, verified: false })
    }
  })

  it('is stored as one text of 512 characters at most, which is read as the same hash again', async () => {
    const stored = await storedTextOf(recognizeVector(vector))
    expect(stored.length).toBeLessThanOrEqual(512)
    expect(recognizeHash(stored)).toMatchObject({ kind: 'stored', passwordHash: stored })
  })

  it('says what a verification costs', async () => {
    const hash = recognizeHash(await storedTextOf(recognizeVector(vector)))
    expect(hash).toMatchObject({ cost: { label: expect.stringMatching(/^[\w-]+ /), memoryKib: expect.any(Number) } })
    expect(hash).toHaveProperty(
      'cost.milliseconds',
      expect.toSatisfy((ms: number) => ms > 0 && ms < 3_000),
    )
  })
})

describe.each(PASSWORD_VECTORS.filter(({ hash }) => hash !== undefined))('$scheme, $form', ({ scheme, hash }) => {
  it('may be given as { scheme, hash } too', () => {
    const parts = recognizeParts({ scheme, hash })
    expect(JSON.stringify(parts)).toBe(JSON.stringify(recognizeHash(hash!)))
  })
})
