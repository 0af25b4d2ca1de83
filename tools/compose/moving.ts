import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createRegistrar } from '../../packages/client/src/create-registrar.ts'
import { PASSWORD_VECTORS } from '../../test/support/hashes/password-vectors.ts'
import type { ComposeProject } from './compose-project.ts'

/** As docs/moving.md says it: an import of a file of this machine, a login, an export to it. */
export async function usersMoveInAndOut(project: ComposeProject): Promise<void> {
  const { hash, password } = PASSWORD_VECTORS.find(({ scheme }) => scheme === 'phpass')!
  const folder = mkdtempSync(resolve('.cache/moving-'))
  try {
    writeFileSync(join(folder, 'users.ndjson'), `${JSON.stringify({ username: 'Grace', passwordHash: hash })}\n`)
    await project.inDirectory(
      folder,
      'tools/import/main.ts',
      '/moving/users.ndjson',
      '--errors',
      '/moving/errors.ndjson',
    )
    const { url, directoryUrl } = project
    const registrar = createRegistrar({ url, directoryUrl, apiKey: await project.apiKey('verify') })
    assert.equal((await registrar.verify({ username: 'grace', password })).verified, true)
    await project.inDirectory(folder, 'tools/export/main.ts', '--with-hashes', '--out', '/moving/export.ndjson')
    assert.match(readFileSync(join(folder, 'export.ndjson'), 'utf8'), /"username":"Grace","passwordHash":"\$/)
    assert.equal(statSync(join(folder, 'export.ndjson')).mode & 0o777, 0o600)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
