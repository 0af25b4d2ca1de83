/** One registration that was accepted. All times in milliseconds from the first arrival on. */
type Served = { arrivedAt: number; begunAt: number; endedAt: number }

export type Run = {
  /** In the order of their arrival. */
  served: Served[]
  refused: number
  /** The most that were accepted and not ended at one time. */
  peakBacklog: number
}

type Queue = {
  /** When each one arrives, in ascending order. */
  arrivals: number[]
  /** Each does one registration at a time, the oldest first. */
  workers: number
  /** How long the next registration takes. */
  workMs(): number
  /** Who arrives when so many are accepted and not ended is refused. */
  maxBacklog?: number
}

/**
 * Goes from event to event: somebody arrives, or the first of those in hand ends. What ends at the same moment as
 * somebody arrives has made room for him.
 */
export function simulateQueue({ arrivals, workers, workMs, maxBacklog = Number.POSITIVE_INFINITY }: Queue): Run {
  const run: Run = { served: [], refused: 0, peakBacklog: 0 }
  const endsInHand: number[] = [] // ascending
  let begun = 0 // of those in `served`; the rest waits

  const beginNext = (now: number) => {
    const next = run.served[begun++]!
    next.begunAt = now
    next.endedAt = now + workMs()
    const place = endsInHand.findLastIndex((end) => end <= next.endedAt) + 1
    endsInHand.splice(place, 0, next.endedAt)
  }
  const endUntil = (now: number) => {
    while (endsInHand.length > 0 && endsInHand[0]! <= now) {
      const endedAt = endsInHand.shift()!
      if (begun < run.served.length) beginNext(endedAt)
    }
  }

  for (const arrivedAt of arrivals) {
    endUntil(arrivedAt)
    const backlog = endsInHand.length + run.served.length - begun
    if (backlog >= maxBacklog) {
      run.refused++
      continue
    }
    run.served.push({ arrivedAt, begunAt: Number.NaN, endedAt: Number.NaN })
    if (endsInHand.length < workers) beginNext(arrivedAt)
    run.peakBacklog = Math.max(run.peakBacklog, backlog + 1)
  }
  endUntil(Number.POSITIVE_INFINITY)
  return run
}
