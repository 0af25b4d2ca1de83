import { spawnSync } from 'node:child_process'
import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../temporary-folder.ts'

export type SmallDisk = Disposable & {
  path: string
  /** Takes all the room there is. */
  fill(): void
  free(): void
}

/** True where a file system of a few megabytes can be mounted: under Linux as root. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0

/** A disk of `megabytes` that can be filled to the last byte. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = temporaryFolder()
  const ballast = join(folder.path, 'ballast')
  run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'registrar-test', folder.path)
  return {
    path: folder.path,
    fill() {
      const { bavail, bsize } = statfsSync(folder.path)
      try {
        writeFileSync(ballast, Buffer.alloc(bavail * bsize))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error // a server took some of it meanwhile
      }
    },
    free: () => rmSync(ballast, { force: true }),
    [Symbol.dispose]() {
      run('umount', folder.path)
      folder[Symbol.dispose]()
    },
  }
}

function run(command: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command}: ${stderr}`)
}
