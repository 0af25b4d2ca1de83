import type { ChildProcess } from 'node:child_process'

const children = new Map<ChildProcess, NodeJS.Signals>()

/**
 * Notes a process that a test has started, so that it ends with the file of that test at the latest: by SIGTERM one that
 * has children of its own to end.
 */
export function ownChild<T extends ChildProcess>(child: T, signal: NodeJS.Signals = 'SIGKILL'): T {
  children.set(child, signal)
  child.once('exit', () => children.delete(child))
  return child
}

/**
 * Ends what is left over. A test that runs out of time is abandoned where it stands: nobody disposes what it has started,
 * and a Redis that lives on would keep the whole run from ending.
 */
export function endChildren(): void {
  for (const [child, signal] of children) child.kill(signal)
}
