import type { Drain } from './drain-rate.ts'

const LEAST_SECONDS = 5
const MOST_SECONDS = 600
/** A drain that was watched for as long as this is believed, however slow it is. */
const KNOWN_AFTER_SECONDS = 50

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
