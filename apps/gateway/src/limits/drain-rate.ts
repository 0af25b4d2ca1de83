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
