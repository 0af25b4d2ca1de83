import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ApiKey, addApiKey } from '@registrar/shared/keys/api-keys'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { command } from '../support/processes/command.ts'
import { callWith, codeOf, startTestDirectory } from '../support/processes/directory.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const [{ create }] = storeEngines as [(typeof storeEngines)[0]]
const ID = '11111111-1111-4111-8111-111111111111'

/** Every route, and the scope that it demands. */
const ROUTES = [
  ['POST', '/verify', 'verify'],
  ['GET', '/users', 'users:read'],
  ['GET', `/users/${ID}`, 'users:read'],
  ['PATCH', `/users/${ID}`, 'users:write'],
  ['PUT', `/users/${ID}/password`, 'users:write'],
  ['POST', `/users/${ID}/unlock`, 'users:write'],
  ['DELETE', `/users/${ID}`, 'users:erase'],
  ['GET', '/users/export', 'users:export'],
] as const
const SCOPES = [...new Set(ROUTES.map(([, , scope]) => scope))]

type Document = { paths: Record<string, Record<string, { security?: { apiKey?: string[] }[] }>> }

describe('API keys of the directory', () => {
  it('are tested on every route that the directory has', () => {
    const { paths }: Document = JSON.parse(readFileSync('apps/directory/openapi.json', 'utf8'))
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { security }]) =>
        (security ?? []).map(({ apiKey }) => [method.toUpperCase(), path.replace('{userId}', ID), apiKey![0]]),
      ),
    )
    expect(documented.toSorted()).toEqual(ROUTES.toSorted())
  })

  it('open exactly the routes of their scopes', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    for (const scope of SCOPES) {
      const key = addApiKey(directory.keysFile, { name: 'one-scope', scopes: [scope] })
      for (const [method, path, demanded] of ROUTES) {
        const response = await callWith(directory.url, key, method, path)
        if (scope === demanded) expect([401, 403], `${scope}: ${method} ${path}`).not.toContain(response.status)
        else expect([response.status, await codeOf(response)]).toEqual([403, 'insufficient_scope'])
      }
    }
  })

  it('are needed everywhere but for health; a wrong one learns nothing', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    for (const [method, path] of [...ROUTES, ['GET', '/users/x/y/z'] as const])
      for (const authorization of ['', 'Bearer', 'Bearer rk_wrong', 'Basic cms6', `Bearer ${'x'.repeat(2_000)}`]) {
        const response = await fetch(`${directory.url}${path}`, { method, headers: { authorization } })
        expect([response.status, await codeOf(response)]).toEqual([401, 'invalid_api_key'])
        expect(response.headers.get('www-authenticate')).toContain('Bearer')
      }
    for (const path of ['/livez', '/readyz']) expect((await fetch(`${directory.url}${path}`)).status).toBe(200)
  })

  it('count from the moment on at which the file has them, and no longer than that; a damaged file changes nothing', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const before = readFileSync(directory.keysFile, 'utf8')
    const key = addApiKey(directory.keysFile, { name: 'second', scopes: ['users:read'] })
    const status = async () => (await callWith(directory.url, key, 'GET', '/users')).status
    expect(await status()).toBe(200)
    writeFileSync(directory.keysFile, '[{]')
    expect(await status()).toBe(200)
    await eventually('it says so', () => directory.service.output().includes('cannot read the API keys'))
    writeFileSync(directory.keysFile, before)
    expect(await status()).toBe(401)
  })

  it('are made by npm run keys -- api, printed once and kept as a digest; a bad scope is one sentence', async () => {
    using folder = temporaryFolder()
    const run = async (...args: string[]) => {
      await using made = command('tools/run.js', ['tools/keys.ts', ...args], { DATA_DIR: folder.path })
      return { code: await made.exited, stdout: made.stdout(), stderr: made.stderr() }
    }
    const { code, stdout } = await run('api', 'shop', '--scope', 'verify,users:read')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^rk_[\w-]{43}\n$/)
    const file = join(folder.path, 'keys/api-keys.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).not.toContain(stdout.trim())
    const [key] = JSON.parse(readFileSync(file, 'utf8')) as ApiKey[]
    expect(key).toMatchObject({ name: 'shop', scopes: ['verify', 'users:read'] })
    for (const args of [
      ['api', 'shop', '--scope', 'everything'],
      ['api', 'shop'],
      ['api', '', '--scope', 'verify'],
      ['apis', 'x'],
    ]) {
      const refused = await run(...args)
      expect(refused.code).toBe(1)
      expect(refused.stderr.trimEnd()).toMatch(/^[^\n]+$/)
    }
  })
})
