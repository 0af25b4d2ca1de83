import { Gauge, Histogram } from 'prom-client'
import { hashBegun, hashEnded } from '../observations.ts'
import type { Metrics } from './metrics.ts'

/** OWASP's weakest set takes some 10 ms on a fast core, a costly one on a busy core a second. */
const BUCKETS = [0.01, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2]

/**
 * How long hashes take, and how many are in flight. They run on `threads` threads, first come, first served: what is begun
 * while all of them are busy waits, and its time counts from the moment at which one is free.
 */
export const hashMetrics =
  ({ threads }: { threads: number }): Metrics =>
  (registry) => {
    const duration = new Histogram({
      name: 'registrar_hash_duration_seconds',
      help: 'Time that one password hash took, without the wait for a thread.',
      buckets: BUCKETS,
      registers: [registry],
    })
    const inFlight = new Gauge({
      name: 'registrar_hashes_in_flight',
      help: 'Password hashes that are being computed.',
      registers: [registry],
    })
    const startedAt = new Map<object, number>()
    const waiting = new Set<object>()
    const start = (call: object) => startedAt.set(call, performance.now())

    hashBegun.subscribe((call) => {
      if (startedAt.size < threads) start(call)
      else waiting.add(call)
      inFlight.set(startedAt.size)
    })
    hashEnded.subscribe((call) => {
      const since = startedAt.get(call)
      if (since !== undefined) duration.observe((performance.now() - since) / 1_000)
      startedAt.delete(call)
      waiting.delete(call)
      const [next] = waiting
      if (next && startedAt.size < threads) {
        waiting.delete(next)
        start(next)
      }
      inFlight.set(startedAt.size)
    })
  }
