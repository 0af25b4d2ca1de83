import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { canInstallDebianPackages, installDebianPackages } from '../../../tools/debian-packages.ts'
import { eventually } from '../eventually.ts'
import { ownChild } from '../processes/children.ts'

const works = () => spawnSync('strace', ['--version'], { stdio: 'ignore' }).status === 0
if (!works() && canInstallDebianPackages()) installDebianPackages('strace')

/** True where the disk of a process can be made late: under Linux with strace, which Debian has. */
export const canBeLate = works()

/** From now until it is disposed each sync of a file by the process `pid` takes `ms` longer, as on a busy disk. */
export async function lateDisk(pid: number, ms: number): Promise<AsyncDisposable> {
  const late = `inject=fsync,fdatasync:delay_enter=${ms * 1_000}`
  const options = ['-f', '-qq', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync', '-e', late]
  const strace = ownChild(spawn('strace', [...options, '-p', `${pid}`], { stdio: 'ignore' }))
  const exited = once(strace, 'exit')
  await eventually(
    'strace holds the process',
    () => !/^TracerPid:\s+0$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')),
  )
  return {
    async [Symbol.asyncDispose]() {
      strace.kill('SIGKILL')
      await exited
    },
  }
}
