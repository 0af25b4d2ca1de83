import { createRules } from '@registrar/rules/rules'
import { DEFAULT_HASH_BOUNDS } from '@registrar/users/foreign/hash-bounds'
import { createPasswordVerifier } from '@registrar/users/foreign/password-verifier'
import { recognizeHash } from '@registrar/users/foreign/recognize-hash'
import { type RowRules, readRow } from '@registrar/users/moving/import-row'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { opensAlike } from '../support/hashes/hashes-alike.ts'
import { PASSWORD_VECTORS, recognizeVector, typed } from '../support/hashes/password-vectors.ts'
import { damaged } from '../support/trouble/damaged-text.ts'

/** FUZZ_RUNS=100000 npm test -- import-damaged: for anyone who has changed how rows or hashes are read. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 10_000)
/** What is dearer is read, and not verified: the test would take hours. */
const CHEAP_MILLISECONDS = 3

const verifier = createPasswordVerifier()
afterAll(() => verifier[Symbol.asyncDispose]())

const rules: RowRules = {
  usernameFaults: createRules({ passwordMinLength: 15 }).usernameFaults,
  bounds: DEFAULT_HASH_BOUNDS,
}
const CODES = new Set([
  ...['malformed_json', 'required', 'wrong_type', 'unknown_field', 'too_short', 'too_long', 'invalid_characters'],
  ...['confusable', 'reserved', 'unsupported_hash', 'hash_out_of_bounds', 'hash_malformed'],
])

const rows = PASSWORD_VECTORS.map((vector) => {
  const { scheme, hash, fields, password } = vector
  const recognized = recognizeVector(vector)
  const about = { username: 'ada.lovelace', externalId: 17, createdAt: '2020-01-02T03:04:05.678Z', disabled: false }
  return {
    row: { ...about, ...(hash === undefined ? { password: { scheme, ...fields } } : { passwordHash: hash }) },
    hash,
    password,
    stored: typeof recognized === 'object' && recognized.kind === 'stored' ? recognized.passwordHash : undefined,
  }
})

/** Damaged as a text, or with a damaged hash in a row that is whole. */
const input = fc.constantFrom(...rows).chain(({ row, hash, ...known }) => {
  const texts = [damaged(JSON.stringify(row))]
  if (hash !== undefined) texts.push(damaged(hash).map((bad) => JSON.stringify({ ...row, passwordHash: bad })))
  return fc.record({ text: fc.oneof(...texts), allowNames: fc.boolean() }).map((bad) => ({ ...bad, ...known }))
})

describe('a damaged row', () => {
  it('is refused with a code and no value, or read with a hash that is within the bounds and that its password does not open', async () => {
    await fc.assert(
      fc.asyncProperty(input, async ({ text, allowNames, password, stored }) => {
        const read = readRow(text, { ...rules, allowNames })
        if ('code' in read) {
          expect(CODES).toContain(read.code)
          expect(read.pointer).toMatch(/^#(?:\/\S*)?$/)
          return
        }
        expect(read.user.userId).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/)
        if (read.hash.kind === 'digest') return
        expect(read.hash.cost.milliseconds).toBeLessThan(5_000)
        expect(read.hash.cost.memoryKib).toBeLessThanOrEqual(DEFAULT_HASH_BOUNDS.argon2MemoryKib)
        expect(recognizeHash(read.user.passwordHash)).toMatchObject({ passwordHash: read.user.passwordHash })
        if (stored !== undefined && opensAlike(read.user.passwordHash, stored)) return
        if (read.hash.cost.milliseconds > CHEAP_MILLISECONDS) return
        expect(await verifier.verify(read.user.passwordHash, typed(password))).toBe(false)
      }),
      { numRuns: RUNS },
    )
  })
})
