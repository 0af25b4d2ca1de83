import { backlogIn, endedIn, type Tally } from './tally.ts'

/** Rates are those of the last few seconds: long enough to be steady, short enough to show a change. */
const WINDOW_MS = 5_000

export type Progress = {
  /** Shares of the whole, together at most 1. */
  ended: number
  waiting: number
  perSecond: { sent: number; accepted: number; ended: number }
  /** Undefined while no rate can be computed. */
  secondsLeft: number | undefined
}

/** The function it returns reads from `tally` how far a storm of `rate` arrivals a second has come. */
export function createProgress(tally: Tally, rate: number): () => Progress {
  const now = () => ({ at: performance.now(), sent: tally.sent, accepted: tally.accepted, ended: endedIn(tally) })
  const window = [now()]

  return () => {
    const last = now()
    window.push(last)
    while (window.length > 2 && last.at - window[1]!.at >= WINDOW_MS) window.shift()
    const first = window[0]!
    const seconds = Math.max((last.at - first.at) / 1_000, 0.001)
    const perSecond = {
      sent: (last.sent - first.sent) / seconds,
      accepted: (last.accepted - first.accepted) / seconds,
      ended: (last.ended - first.ended) / seconds,
    }

    const toSend = tally.total - tally.sent
    const toAccept = toSend * (tally.sent > 0 ? tally.accepted / tally.sent : 1)
    const toEnd = backlogIn(tally) + toAccept
    const whole = Math.max(1, last.ended + toEnd)
    return {
      ended: last.ended / whole,
      waiting: backlogIn(tally) / whole,
      perSecond,
      secondsLeft:
        toEnd > 0 && perSecond.ended === 0 ? undefined : Math.max(toSend / rate, toEnd / perSecond.ended || 0),
    }
  }
}
