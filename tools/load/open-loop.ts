import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'

type OpenLoop = {
  /** Arrivals a second. */
  rate: number
  seconds: number
  /**
   * Sends the n-th (from 0), which is `due` at that moment of `performance.now()`, and resolves when it is answered.
   * Rejections are counted as `failed`.
   */
  send(n: number, due: number): Promise<void>
  /** Aborting ends the arrivals; requests in flight are still awaited. */
  signal?: AbortSignal
  /** Records the latencies, in µs; pass one to read it while the load runs. */
  latencies?: RecordableHistogram
}

export type Arrivals = { sent: number; failed: number; latencies: RecordableHistogram }

/**
 * Sends on a schedule, whether or not earlier requests have been answered, as independent users do; each latency counts
 * from the moment the request was due. A server that stalls is thus charged for every request that fell due meanwhile,
 * which a client that waits for each answer never shows (coordinated omission).
 */
export async function openLoop({
  rate,
  seconds,
  send,
  signal,
  latencies = createHistogram(),
}: OpenLoop): Promise<Arrivals> {
  const arrivals = { sent: 0, failed: 0, latencies }
  const inFlight = new Set<Promise<void>>()
  const begun = performance.now()
  const total = Math.round(rate * seconds)

  const begin = (n: number) => {
    const due = begun + (n * 1_000) / rate
    const sending = send(n, due)
      .catch(() => void arrivals.failed++)
      .then(() => latencies.record(Math.max(1, Math.round((performance.now() - due) * 1_000))))
      .finally(() => inFlight.delete(sending))
    inFlight.add(sending)
    arrivals.sent++
  }

  while (arrivals.sent < total && !signal?.aborted) {
    const dueByNow = Math.min(total, Math.floor(((performance.now() - begun) * rate) / 1_000) + 1)
    while (arrivals.sent < dueByNow) begin(arrivals.sent)
    await delay(1)
  }
  await Promise.all(inFlight)
  return arrivals
}
