import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { recognizeParts } from '@registrar/users/foreign/password-parts'
import { createPasswordVerifier } from '@registrar/users/foreign/password-verifier'
import { recognizeHash } from '@registrar/users/foreign/recognize-hash'
import { describe, expect, it } from 'vitest'
import { findForeignHashers } from '../../tools/foreign-hashers.ts'
import { storedTextOf, typed } from '../support/hashes/password-vectors.ts'

type Made = { password: string; form: string; hash: string | Record<string, string> }

/** Other than those of the vectors, and new ones each time. */
const PASSWORDS = ['pässwörd, 密码 and 🔑', ' two at each end  ', 'x'.repeat(100), randomBytes(24).toString('base64')]

const python = findForeignHashers()

describe.runIf(python)('hashes that the libraries of other systems make now', () => {
  it('are verified with their password and with no other: Werkzeug, WordPress, Keycloak', async () => {
    await using verifier = createPasswordVerifier()
    const made = hashElsewhere(PASSWORDS)
    expect(new Set(made.map(({ form }) => form.split(',')[0]))).toEqual(new Set(['Werkzeug', 'WordPress', 'Keycloak']))
    for (const { password, form, hash } of made) {
      const recognized =
        typeof hash === 'string' ? recognizeHash(hash) : recognizeParts({ scheme: 'keycloak', ...hash })
      const stored = await storedTextOf(recognized)
      const verified = async (tried: string) => verifier.verify(stored, typed(tried))
      expect({ form, password, right: await verified(password), wrong: await verified(`!${password}`) }).toEqual({
        form,
        password,
        right: true,
        wrong: false,
      })
    }
  })
})

function hashElsewhere(passwords: string[]): Made[] {
  const { status, stdout, stderr } = spawnSync(resolve(python!), ['test/support/hashes/hash-elsewhere.py'], {
    input: JSON.stringify(passwords),
    encoding: 'utf8',
  })
  expect(status, stderr).toBe(0)
  return JSON.parse(stdout) as Made[]
}
