import { cpus } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Stage } from './stage.ts'

/** How many users a second were created within `seconds`, as the store counts them. */
export async function completedRate(stage: Stage, seconds: number): Promise<number> {
  const [before, startedAt] = [stage.users(), performance.now()]
  await delay(seconds * 1_000)
  return (stage.users() - before) / ((performance.now() - startedAt) / 1_000)
}

/** The share of all cores (0 to 1) that is busy while `work` runs. */
export async function busyShare<T>(work: () => Promise<T>): Promise<{ result: T; share: number }> {
  const before = cpuTimes()
  const result = await work()
  const after = cpuTimes()
  return { result, share: (after.busy - before.busy) / (after.all - before.all) }
}

function cpuTimes(): { busy: number; all: number } {
  let [busy, all] = [0, 0]
  for (const { times } of cpus()) {
    const sum = Object.values(times).reduce((total, time) => total + time)
    all += sum
    busy += sum - times.idle
  }
  return { busy, all }
}
