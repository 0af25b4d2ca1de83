import type { Logger } from './logger.ts'

/** An outage is logged again this often: not for each job, request or attempt that meets it. */
const REMINDER_MS = 60_000

export type OutageLog = {
  /** Something met the outage. `reason` says how it shows and, where one is known, the fix. */
  down(reason: string): void
  /** Something found it over. */
  up(): void
}

/** Logs an outage at its beginning and once a minute, and its end once; one that flickers no more often than that. */
export function createOutageLog(log: Logger, sentences: { down: string; up: string }): OutageLog {
  let loggedAt = Number.NEGATIVE_INFINITY
  let isDown = false
  return {
    down(reason) {
      const now = performance.now()
      if (now - loggedAt < REMINDER_MS) return
      loggedAt = now
      isDown = true
      log.warn({ reason }, sentences.down)
    },
    up() {
      if (isDown) log.info(sentences.up)
      isDown = false
    },
  }
}
