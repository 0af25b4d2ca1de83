import { familyOf } from '../../test/support/process-tree.ts'

/**
 * At SIGINT and SIGTERM: ends all that this run has started, then the run. Servers of the tests stand in sessions of their
 * own and would outlive it. (Where there is no /proc to find them in, they have to be ended by hand.)
 */
export function leaveWhenTold(): void {
  const leave = () => {
    const family = process.platform === 'linux' ? familyOf(process.pid) : []
    for (const { pid } of family.filter(({ pid }) => pid !== process.pid)) endIfAlive(pid)
    process.exit(130)
  }
  // Before vitest's own, which leaves at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.prependOnceListener(signal, leave)
}

function endIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it has ended meanwhile
  }
}
