import { readdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

/**
 * Lets everything else on this machine go first, the gateway above all: hashing takes every cycle it can get.
 * On Linux a priority belongs to a thread, and some threads of Node are older than this call: each is lowered;
 * the threads that hash come later and inherit it.
 */
export function lowerPriority(): void {
  const priority = constants.priority.PRIORITY_BELOW_NORMAL
  const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [process.pid]
  for (const thread of threads)
    try {
      setPriority(thread, priority)
    } catch (error) {
      if ((error as { info?: { code?: string } }).info?.code !== 'ESRCH') throw error // else it has ended meanwhile
    }
}
