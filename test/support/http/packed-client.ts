import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../temporary-folder.ts'

/** An empty project of somebody else's, into which the client was installed from the file that `npm pack` makes. */
export type PackedClient = Disposable & {
  folder: string
  /** The installed package. */
  installed: string
  write(file: string, text: string): void
}

export function packedClient(): PackedClient {
  const folder = temporaryFolder()
  const npm = (directory: string, ...args: string[]) =>
    execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund'], { cwd: directory, stdio: 'pipe' })
  const write = (file: string, text: string) => writeFileSync(join(folder.path, file), text)
  npm('packages/client', 'pack', '--pack-destination', folder.path)
  const tarball = readdirSync(folder.path).find((file) => file.endsWith('.tgz'))!
  write('package.json', '{ "type": "module" }')
  npm(folder.path, 'install', `./${tarball}`)
  return {
    folder: folder.path,
    installed: join(folder.path, 'node_modules/@registrar/client'),
    write,
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  }
}
