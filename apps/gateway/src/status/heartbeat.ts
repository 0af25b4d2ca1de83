/** Proxies cut a connection that is silent for 60 s, some for 30 s. */
const BEAT_SECONDS = 15

export type Heartbeat = {
  /** Calls `beat` once in 15 s until the membership is disposed. */
  join(beat: () => void): Disposable
}

/**
 * One timer for any number of streams. Each second a fifteenth of them has its turn, so that ten thousand are not
 * written to in one breath while somebody waits for an answer.
 */
export function createHeartbeat(): Heartbeat {
  const turns = Array.from({ length: BEAT_SECONDS }, () => new Set<() => void>())
  let now = 0
  setInterval(() => {
    now = (now + 1) % BEAT_SECONDS
    for (const beat of turns[now]!) beat()
  }, 1_000).unref()

  return {
    join(beat) {
      const turn = turns[now]!
      turn.add(beat)
      return { [Symbol.dispose]: () => void turn.delete(beat) }
    },
  }
}
