import type { RequestListener } from 'node:http'
import { type HttpServer, startHttpServer } from '../http/http-server.ts'

/** Prometheus's text format, version 0.0.4, which every scraper reads. */
const MEDIA_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** Prometheus says how long it is going to wait. */
const TIMEOUT_HEADER = 'x-prometheus-scrape-timeout-seconds'
/** Prometheus's own default. */
const USUAL_TIMEOUT_SECONDS = 10

/** A few Prometheus servers, each with a connection that it keeps. */
const MAX_CONNECTIONS = 50

type PageOptions = {
  host: string
  port: number
  /** Writes the page within `timeoutMs`. */
  write: (timeoutMs: number) => Promise<string>
}

/**
 * Answers `GET /metrics`, and nothing else, at a private place of its own.
 * @throws ConfigurationError when the port cannot be used
 */
export function serveMetricsPage({ host, port, write }: PageOptions): Promise<HttpServer> {
  const answer: RequestListener = async ({ method = '', url = '', headers }, response) => {
    if (url.split('?')[0] !== '/metrics') return response.writeHead(404).end()
    if (!['GET', 'HEAD'].includes(method)) return response.writeHead(405, { allow: 'GET, HEAD' }).end()
    const seconds = Number(headers[TIMEOUT_HEADER] ?? USUAL_TIMEOUT_SECONDS) || USUAL_TIMEOUT_SECONDS
    const page = await write(seconds * 1_000)
    return response.writeHead(200, { 'content-type': MEDIA_TYPE, 'cache-control': 'no-store' }).end(page)
  }
  const listener: RequestListener = (request, response) => {
    void Promise.resolve(answer(request, response)).catch(() => response.destroy())
  }
  return startHttpServer(listener, {
    host,
    port,
    variables: { host: 'METRICS_HOST', port: 'METRICS_PORT' },
    maxConnections: MAX_CONNECTIONS,
  })
}
