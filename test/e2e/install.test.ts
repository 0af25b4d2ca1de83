import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, globSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What an installation and the shortest command need of this repository. */
const NEEDED = [
  ...['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'tools/run.js'],
  ...['tools/check.ts', 'tools/redocly-environment.ts'],
  ...globSync('{apps,packages}/*/package.json'),
]

const folder = temporaryFolder()
const pinnedNode = join(folder.path, 'node_modules/node/bin/node')
const settings = join(folder.path, 'settings')

/** The first step of `npm run check -- --help`, which needs the pinned Node and nothing else. */
function check(variables: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/run.js', 'tools/check.ts', '--help'], {
    cwd: folder.path,
    encoding: 'utf8',
    env: { ...process.env, ...variables },
  })
  return { status, stdout, stderr, lastLine: stderr.trimEnd().split('\n').at(-1) }
}

beforeAll(() => {
  for (const file of NEEDED) {
    mkdirSync(dirname(join(folder.path, file)), { recursive: true })
    cpSync(file, join(folder.path, file))
  }
  mkdirSync(join(settings, 'pnpm'), { recursive: true })
  writeFileSync(join(settings, 'pnpm/config.yaml'), 'ignoreScripts: true\n')
})
afterAll(() => folder[Symbol.dispose]())

describe("an installation under pnpm's ignoreScripts, which skips what places the pinned Node", () => {
  const ignoreScripts = { XDG_CONFIG_HOME: settings }

  it('says so, places it all the same, and runs the command', () => {
    const { status, stdout, stderr } = check(ignoreScripts)
    expect(stderr).toContain('pnpm has not run')
    expect(stdout).toMatch(/^npm run check/)
    expect(status).toBe(0)
    expect(check(ignoreScripts)).toMatchObject({ status: 0, stderr: '' }) // and the next time there is nothing to do
  })

  it('is completed by the next command, once the setting is gone, where an earlier one left it incomplete', () => {
    rmSync(dirname(pinnedNode), { recursive: true })
    expect(check()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^npm run check/) })
  })

  it('ends with the sentence that says the fix when it cannot be placed', () => {
    rmSync(realpathSync(join(folder.path, 'node_modules/node')), { recursive: true })
    const broken = join(folder.path, 'broken')
    mkdirSync(broken)
    writeFileSync(join(broken, 'npm'), '#!/bin/sh\necho no registry here >&2\nexit 1\n')
    chmodSync(join(broken, 'npm'), 0o755)
    const failed = check({ ...ignoreScripts, PATH: `${broken}${delimiter}${process.env['PATH']}` })
    expect(failed.status).toBe(1)
    expect(failed.lastLine).toMatch(/^The installation has not placed Node .*ignoreScripts.*delete node_modules/)
    expect(failed.stdout).toBe('')
  })
})
