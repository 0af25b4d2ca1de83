import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const PACKAGES = [
  '',
  ...['directory', 'gateway', 'notifier', 'worker'].map((name) => join('apps', name)),
  ...['client', 'rules', 'shared', 'users'].map((name) => join('packages', name)),
]
const COMMANDS = ['convert', 'export', 'import', 'operate', 'webhooks'].map((name) => `tools/${name}/main.ts`)

/** What the image has: the files that .dockerignore lets in, dependencies without those of development. */
function copyImage(folder: string): void {
  const named = readFileSync('.dockerignore', 'utf8').match(/(?<=^!).+/gm)!
  for (const path of named) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(path, join(folder, path), { recursive: true, filter: (file) => !file.endsWith('node_modules') })
  }
  for (const home of PACKAGES) {
    const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>
    }
    for (const name of Object.keys(dependencies ?? {})) {
      const own = name.startsWith('@registrar/')
        ? join(folder, 'packages', name.slice('@registrar/'.length))
        : undefined
      link(own ?? realpathSync(join(home, 'node_modules', name)), join(folder, home, 'node_modules', name))
    }
  }
  const [, links] = /^RUN ln -s (.+) node_modules\/$/m.exec(readFileSync('Dockerfile', 'utf8'))!
  for (const path of links!.split(' '))
    link(join(folder, 'node_modules', path), join(folder, 'node_modules', path.split('/').at(-1)!))
}

/** Not in this folder, whose packages would be found from any folder below it. */
function elsewhere(): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'image-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path)
}

describe("the image's files", () => {
  it('are all that its commands need: each explains itself, and convert reads CSV', () => {
    using image = elsewhere()
    copyImage(image.path)
    const run = (...args: string[]) =>
      spawnSync(process.execPath, args, { cwd: image.path, encoding: 'utf8', env: { NODE_ENV: 'production' } })
    for (const command of COMMANDS) {
      const { status, stdout, stderr } = run(command, '--help')
      expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' })
      expect(stdout).toContain('npm run')
    }
    const table = join(image.path, 'users.csv')
    writeFileSync(table, 'username,passwordHash\nada,"$2y$10$abc"\n')
    expect(run('tools/convert/main.ts', 'csv', table).stdout).toBe(
      `${JSON.stringify({ username: 'ada', passwordHash: '$2y$10$abc' })}\n`,
    )
  })
})
