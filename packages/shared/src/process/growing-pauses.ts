import { setTimeout as delay } from 'node:timers/promises'

const FIRST_PAUSE_MS = 100
/** What was unavailable is found within this, plus the time that one try takes. */
const LONGEST_PAUSE_MS = 2_000

/**
 * `for await (const _ of growingPauses(signal))`: runs the body at once, then again after pauses that double up to
 * 2 s, for as long as it does not leave the loop. @throws AbortError when `signal` aborts during a pause
 */
export async function* growingPauses(signal: AbortSignal): AsyncGenerator<void> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    yield
    await delay(pauseMs, undefined, { signal })
  }
}
