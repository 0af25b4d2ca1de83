import { Registry } from 'prom-client'
import type { HttpServer } from '../http/http-server.ts'
import type { Metrics } from './metrics/metrics.ts'
import { addNodeMetrics } from './metrics/node-metrics.ts'
import { serveMetricsPage } from './metrics-page.ts'

/**
 * Serves the metrics of this process, Node's own among them, and listens to what they count from now on.
 * @throws ConfigurationError when the port cannot be used
 */
export async function serveMetrics(at: { host: string; port: number }, metrics: Metrics[]): Promise<HttpServer> {
  const registry = new Registry()
  addNodeMetrics(registry)
  const readers = metrics.flatMap((add) => add(registry) ?? [])
  return serveMetricsPage({
    ...at,
    async write() {
      await Promise.all(readers.map((read) => read()))
      return registry.metrics()
    },
  })
}
