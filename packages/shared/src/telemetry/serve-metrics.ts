import { collectDefaultMetrics, Registry } from 'prom-client'
import type { HttpServer } from '../http/http-server.ts'
import type { Metrics } from './metrics/metrics.ts'
import { serveMetricsPage } from './metrics-page.ts'

/** Gauges with the names of counters; the same figures are there by type, rightly named. */
const MISNAMED = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total']

/**
 * Serves the metrics of this process, Node's own among them, and listens to what they count from now on.
 * @throws ConfigurationError when the port cannot be used
 */
export async function serveMetrics(at: { host: string; port: number }, metrics: Metrics[]): Promise<HttpServer> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  for (const name of MISNAMED) registry.removeSingleMetric(name)
  const readers = metrics.flatMap((add) => add(registry) ?? [])
  return serveMetricsPage({
    ...at,
    async write() {
      await Promise.all(readers.map((read) => read()))
      return registry.metrics()
    },
  })
}
