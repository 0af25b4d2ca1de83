/** One accepted registration. All times in ms from the beginning of the simulation. */
type Served = { arrivedAt: number; begunAt: number; endedAt: number }

export type Run = {
  /** In the order of their arrival. */
  served: Served[]
  refused: number
  /** The maximum of registrations accepted and not ended. */
  peakBacklog: number
}

type Queue = {
  /** When each one arrives, in ascending order. */
  arrivals: number[]
  /** Each processes one registration at a time, the oldest first. */
  workers: number
  /** How long the next registration takes. */
  workMs(): number
  /** An arrival is refused when this many are accepted and not ended. */
  maxBacklog?: number
}

/**
 * Simulates event by event: an arrival, or the end of the next registration in flight. When both fall on the same moment,
 * the end comes first and makes room.
 */
export function simulateQueue({ arrivals, workers, workMs, maxBacklog = Number.POSITIVE_INFINITY }: Queue): Run {
  const run: Run = { served: [], refused: 0, peakBacklog: 0 }
  const endsInFlight: number[] = [] // ascending
  let begun = 0 // of those in `served`; the rest waits

  const beginNext = (now: number) => {
    const next = run.served[begun++]!
    next.begunAt = now
    next.endedAt = now + workMs()
    const place = endsInFlight.findLastIndex((end) => end <= next.endedAt) + 1
    endsInFlight.splice(place, 0, next.endedAt)
  }
  const endUntil = (now: number) => {
    while (endsInFlight.length > 0 && endsInFlight[0]! <= now) {
      const endedAt = endsInFlight.shift()!
      if (begun < run.served.length) beginNext(endedAt)
    }
  }

  for (const arrivedAt of arrivals) {
    endUntil(arrivedAt)
    const backlog = endsInFlight.length + run.served.length - begun
    if (backlog >= maxBacklog) {
      run.refused++
      continue
    }
    run.served.push({ arrivedAt, begunAt: Number.NaN, endedAt: Number.NaN })
    if (endsInFlight.length < workers) beginNext(arrivedAt)
    run.peakBacklog = Math.max(run.peakBacklog, backlog + 1)
  }
  endUntil(Number.POSITIVE_INFINITY)
  return run
}
