import type { HttpServer } from '../http/http-server.ts'
import type { Logger } from '../process/logger.ts'
import type { Metrics } from './metrics/metrics.ts'

type Options = {
  METRICS_HOST: string
  METRICS_PORT?: number | undefined
  log: Logger
  /** Loads and makes them. */
  metrics: () => Promise<Metrics[]>
}

/**
 * Counts, and serves the page of metrics, if METRICS_PORT is set. Otherwise none of this is even loaded: it takes a
 * worker 5 MB, including Node's HTTP server.
 * @throws ConfigurationError when the port cannot be used
 */
export async function openMetrics(options: Options): Promise<(AsyncDisposable & { url?: string }) | undefined> {
  const { METRICS_HOST: host, METRICS_PORT: port, log, metrics } = options
  if (port === undefined) return undefined
  const { serveMetrics } = await import('./serve-metrics.ts')
  const server: HttpServer = await serveMetrics({ host, port }, await metrics())
  const url = `${server.url}/metrics`
  log.info({ url }, 'serving metrics')
  return { ...server, url }
}
