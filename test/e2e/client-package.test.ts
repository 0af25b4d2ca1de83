import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { addApiKey, apiKeyFilesBelow } from '@registrar/shared/keys/api-keys'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PASSWORD } from '../support/http/client.ts'
import { type PackedClient, packedClient } from '../support/http/packed-client.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { startDirectory } from '../support/processes/service-process.ts'
import { sqliteStore } from '../support/stores/test-store.ts'

const CONVERSATION = `
import { createRegistrar, RegistrarError } from '@registrar/client'
const [url, directoryUrl, apiKey, username, password] = process.argv.slice(2)
const registrar = createRegistrar({ url, directoryUrl, apiKey })
const registration = await registrar.register({ username, password })
const states = []
for await (const { status } of registration.events()) states.push(status)
const { status } = await registration.outcome()
const refusal = await registrar.register({ username: 'a', password }).catch((error) => error)
const { verified } = await registrar.verify({ username, password })
const names = []
for await (const user of registrar.users.list()) names.push(user.username)
const isRefusal = refusal instanceof RegistrarError
console.log(JSON.stringify([states.at(-1), status, isRefusal, refusal.code, verified, names.join() === username]))
`

let client: PackedClient
beforeAll(() => {
  client = packedClient()
})
afterAll(() => client[Symbol.dispose]())

/** What this Node says, and the one that is installed on this machine, where that is another. */
const nodes = [process.execPath, ...nodesOnPath().slice(0, 1)]

describe('the package of the client', () => {
  it('carries its code, its types and its papers, and brings no other package along', () => {
    expect(readdirSync(client.installed).sort()).toEqual(
      ['LICENSE', 'README.md', 'dist', 'package.json', 'require.cjs', 'require.d.cts'].sort(),
    )
    expect(readdirSync(join(client.folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      '@registrar',
    ])
    expect(JSON.parse(readFileSync(join(client.installed, 'package.json'), 'utf8'))).not.toHaveProperty('dependencies')
    for (const file of readdirSync(join(client.installed, 'dist')))
      expect(readFileSync(join(client.installed, 'dist', file), 'utf8')).not.toMatch(/ from '(?!\.\/[\w-]+\.js')/)
  })

  it('takes less than 4 KB of a page, minified and gzipped', async () => {
    await using bundle = await rolldown({
      input: join(client.installed, 'dist/create-registrar.js'),
      platform: 'browser',
    })
    const { output } = await bundle.generate({ minify: true })
    expect(gzipSync(output[0].code).length).toBeLessThan(4_096)
  })

  it.each(nodes)('is used by %s', async (node) => {
    await using store = await sqliteStore()
    await using registrar = await startRegistrar({ store })
    const { keysFile } = apiKeyFilesBelow(store.settings.DATA_DIR)
    const key = addApiKey(keysFile, { name: 'test', scopes: ['verify', 'users:read'] })
    await using directory = await startDirectory(registrar.variables)
    client.write('conversation.js', CONVERSATION)
    const args = ['conversation.js', registrar.gateway.url, directory.url, key, freshName(), PASSWORD]
    const said = execFileSync(node, args, { cwd: client.folder, encoding: 'utf8', env: {} })
    expect(JSON.parse(said)).toEqual(['completed', 'completed', true, 'invalid_registration', true, true])
  })

  it.each(nodes)('refuses CommonJS in %s, and says what to write instead', (node) => {
    client.write('old.cjs', "require('@registrar/client')")
    const { status, stderr } = spawnSync(node, ['old.cjs'], { cwd: client.folder, encoding: 'utf8', env: {} })
    expect(status).toBe(1)
    expect(stderr).toContain("in a CommonJS file with await import('@registrar/client')")
    client.write(
      'new.cjs',
      "import('@registrar/client').then(({ createRegistrar }) => console.log(typeof createRegistrar))",
    )
    expect(execFileSync(node, ['new.cjs'], { cwd: client.folder, encoding: 'utf8', env: {} })).toBe('function\n')
  })
})

function nodesOnPath(): string[] {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .filter((program) => existsSync(program))
}
