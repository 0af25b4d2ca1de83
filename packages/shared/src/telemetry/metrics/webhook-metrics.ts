import { Counter, Gauge } from 'prom-client'
import { WEBHOOK_RESULTS, webhookAttempted } from '../observations.ts'
import { inTime } from './in-time.ts'
import type { Metrics } from './metrics.ts'

export type EndpointFigures = { isParked: boolean /** 0 when nothing waits. */; oldestPendingSeconds: number }

type Options = {
  endpoints: string[]
  /** The state of an endpoint, from Redis; rejects when Redis is unavailable, and the figures are then absent. */
  read: (endpoint: string) => Promise<EndpointFigures>
}

/** How deliveries to the endpoints go. Several notifiers report the same figures from Redis: take their maximum. */
export const webhookMetrics =
  ({ endpoints, read }: Options): Metrics =>
  (registry) => {
    const attempts = new Counter({
      name: 'registrar_webhook_attempts_total',
      help: 'Attempts to deliver an event.',
      labelNames: ['endpoint', 'result'],
      registers: [registry],
    })
    for (const endpoint of endpoints) for (const result of WEBHOOK_RESULTS) attempts.inc({ endpoint, result }, 0)
    const oldest = new Gauge({
      name: 'registrar_webhook_oldest_pending_seconds',
      help: 'Age of the oldest event not yet delivered to the endpoint; 0 when all have been.',
      labelNames: ['endpoint'],
      registers: [registry],
    })
    const parked = new Gauge({
      name: 'registrar_webhook_parked',
      help: '1 while the endpoint is parked: it receives only probes.',
      labelNames: ['endpoint'],
      registers: [registry],
    })
    webhookAttempted.subscribe((attempt) => attempts.inc(attempt))

    return async () => {
      const figures = await Promise.all(endpoints.map((endpoint) => inTime(read(endpoint))))
      oldest.reset()
      parked.reset()
      for (const [n, endpoint] of endpoints.entries()) {
        if (!figures[n]) continue
        oldest.set({ endpoint }, figures[n].oldestPendingSeconds)
        parked.set({ endpoint }, figures[n].isParked ? 1 : 0)
      }
    }
  }
