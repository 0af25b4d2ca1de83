import type { Logger } from './logger.ts'

/** An outage is said again this often: not for each job, request or try that meets it. */
const REMINDER_MS = 60_000

export type OutageLog = {
  /** Something met the outage. `reason` says how it shows and, where there is one, the mend. */
  away(reason: string): void
  /** Something found it over. */
  back(): void
}

/** Says an outage at its beginning and once a minute, and its end once; one that flickers, no more often than that. */
export function createOutageLog(log: Logger, sentences: { away: string; back: string }): OutageLog {
  let saidAt = Number.NEGATIVE_INFINITY
  let mustSayBack = false
  return {
    away(reason) {
      const now = performance.now()
      if (now - saidAt < REMINDER_MS) return
      saidAt = now
      mustSayBack = true
      log.warn({ reason }, sentences.away)
    },
    back() {
      if (mustSayBack) log.info(sentences.back)
      mustSayBack = false
    },
  }
}
