import type { HttpServer } from '@registrar/shared/http/http-server'
import { serveMetricsPage } from '@registrar/shared/telemetry/metrics-page'
import { mergePages } from './merge-pages.ts'

/** A process answers in milliseconds, on a busy machine in tenths of a second. */
const PATIENCE_MS = 2_000
/** The share of Prometheus's timeout; the rest is for everything else. */
const SHARE_OF_TIMEOUT = 0.7

type Options = {
  host: string
  port: number
  /** The name of each process, and the address of its own page; undefined until it is ready. */
  urls: ReadonlyMap<string, string | undefined>
}

/** Serves one page of metrics for all processes. One that hangs is missing from it, and delays it by 2 s at most. */
export function serveAllMetrics({ host, port, urls }: Options): Promise<HttpServer> {
  const read = async (url: string | undefined, timeoutMs: number) => {
    if (!url) return undefined
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
      return answer.ok ? await answer.text() : undefined
    } catch {
      return undefined // it has exited, or hangs
    }
  }
  return serveMetricsPage({
    host,
    port,
    async write(timeoutMs) {
      const patienceMs = Math.min(PATIENCE_MS, timeoutMs * SHARE_OF_TIMEOUT)
      const pages = [...urls].map(async ([name, url]) => [name, await read(url, patienceMs)] as const)
      return mergePages(new Map(await Promise.all(pages)))
    },
  })
}
