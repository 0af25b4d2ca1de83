const LEAST_SECONDS = 5
const MOST_SECONDS = 600
/** A drain that was watched for as long as this is believed, however slow it is. */
const KNOWN_AFTER_SECONDS = 50

/** What the queue held at a moment (ms of a steady clock), and how many registrations it had ever been given. */
export type Count = { at: number; backlog: number; everAdded: number }

export type Drain = {
  perSecond: number
  /** For how long there was something to drain, in seconds: so much is known. */
  watchedSeconds: number
}

/**
 * How fast registrations ended, over the times between `counts` that began with something to do: a queue that had
 * nothing to drain says nothing about how fast it drains.
 */
export function drainOf(counts: Count[]): Drain {
  let ended = 0
  let watchedMs = 0
  for (const [n, count] of counts.entries()) {
    const next = counts[n + 1]
    if (!next || count.backlog === 0) continue
    ended += next.everAdded - count.everAdded - (next.backlog - count.backlog)
    watchedMs += next.at - count.at
  }
  const watchedSeconds = watchedMs / 1_000
  return { perSecond: watchedSeconds > 0 ? Math.max(0, ended) / watchedSeconds : 0, watchedSeconds }
}

/** Those turned away, imagined as a line that moves as fast as the queue drains. */
export type WaitingLine = {
  /** Takes one more into the line, and tells how long until its end is served: 5 to 600 s. */
  waitSeconds(drain: Drain): number
}

export function createWaitingLine(): WaitingLine {
  let length = 0
  let at = performance.now()
  return {
    waitSeconds({ perSecond, watchedSeconds }) {
      const now = performance.now()
      length = Math.max(0, length - (perSecond * (now - at)) / 1_000) + 1
      at = now
      const seconds = perSecond > 0 ? Math.ceil(length / perSecond) : MOST_SECONDS
      // What was watched for a moment says little about the next ten minutes: until more is known, nobody is sent
      // away for longer than that moment.
      const most = watchedSeconds < KNOWN_AFTER_SECONDS ? Math.ceil(watchedSeconds) : MOST_SECONDS
      return Math.max(LEAST_SECONDS, Math.min(seconds, most))
    },
  }
}
