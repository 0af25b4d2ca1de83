import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'

type OpenLoop = {
  /** Arrivals a second. */
  rate: number
  seconds: number
  /**
   * Sends the n-th (from 0), which is `due` at that moment of `performance.now()`, and resolves when it is answered.
   * What it throws is the caller's to count: see `failed`.
   */
  send(n: number, due: number): Promise<void>
  /** Aborting ends the arrivals; those under way are still awaited. */
  signal?: AbortSignal
  /** Where the latencies go, in µs, for a caller that looks at them on the way. */
  latencies?: RecordableHistogram
}

export type Arrivals = { sent: number; failed: number; latencies: RecordableHistogram }

/**
 * Sends on a schedule, whether the earlier ones have been answered or not, as strangers do; each latency counts from
 * the moment that one was due. A server that stalls is so charged for everybody who came meanwhile, which a client that
 * waits for each answer would never notice.
 */
export async function openLoop({
  rate,
  seconds,
  send,
  signal,
  latencies = createHistogram(),
}: OpenLoop): Promise<Arrivals> {
  const arrivals = { sent: 0, failed: 0, latencies }
  const underWay = new Set<Promise<void>>()
  const begun = performance.now()
  const total = Math.round(rate * seconds)

  const begin = (n: number) => {
    const due = begun + (n * 1_000) / rate
    const sending = send(n, due)
      .catch(() => void arrivals.failed++)
      .then(() => latencies.record(Math.max(1, Math.round((performance.now() - due) * 1_000))))
      .finally(() => underWay.delete(sending))
    underWay.add(sending)
    arrivals.sent++
  }

  while (arrivals.sent < total && !signal?.aborted) {
    const dueByNow = Math.min(total, Math.floor(((performance.now() - begun) * rate) / 1_000) + 1)
    while (arrivals.sent < dueByNow) begin(arrivals.sent)
    await delay(1)
  }
  await Promise.all(underWay)
  return arrivals
}
