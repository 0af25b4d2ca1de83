import { familyOf } from '../../test/support/processes/process-tree.ts'

/**
 * At SIGINT and SIGTERM: kills everything that this run has started, then exits. Servers of the tests run in sessions of
 * their own and would stay behind. (On systems without /proc they cannot be found, and have to be stopped by hand.)
 */
export function exitOnSignal(): void {
  const exit = () => {
    const family = process.platform === 'linux' ? familyOf(process.pid) : []
    for (const { pid } of family.filter(({ pid }) => pid !== process.pid)) killIfAlive(pid)
    process.exit(130)
  }
  // Before vitest's own listener, which exits at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.prependOnceListener(signal, exit)
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it has exited meanwhile
  }
}
