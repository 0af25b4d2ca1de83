import { releaseMemory } from './release-start-memory.ts'

const LOOK_MS = 10_000

/** Idle: less than this share of one core since the last look. */
const IDLE_SHARE = 0.05

/** Worth the tenth of a second that it takes: so much more than after the last time. */
const WORTHWHILE_GROWTH = 1.3

/**
 * Gives memory back to the system after a storm or an attack, once the process is idle: V8 keeps what it no longer needs
 * until it needs room, which an idle process never does. A first look that finds it idle only notes what it holds at rest;
 * of one that has been busy since its start that is not known.
 */
export function releaseIdleMemory(): Disposable {
  let before = process.cpuUsage()
  let atRest: number | undefined
  let wasBusy = false
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(before) // in µs
    before = process.cpuUsage()
    if (user + system > IDLE_SHARE * LOOK_MS * 1_000) {
      wasBusy = true
      return
    }
    if (atRest !== undefined && process.memoryUsage.rss() < WORTHWHILE_GROWTH * atRest) return
    if (atRest !== undefined || wasBusy) releaseMemory()
    atRest = process.memoryUsage.rss()
  }, LOOK_MS).unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
