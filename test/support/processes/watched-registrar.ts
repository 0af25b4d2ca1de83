import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PrometheusProcess, startPrometheus } from '../../../tools/prometheus/prometheus-process.ts'
import { findPrometheus } from '../../../tools/prometheus/prometheus-program.ts'
import { fasterRules } from '../alert-rules.ts'
import { logLines } from '../strict-json.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { ownChild } from './children.ts'
import { type NpmStart, npmStart } from './npm-start.ts'

/** How often Prometheus scrapes and evaluates the rules, in which a minute is a second. */
const SCRAPE_MS = 500

export type WatchedRegistrar = AsyncDisposable & {
  registrar: NpmStart
  dataDir: string
  /** Of the gateway, and of the directory. */
  url: string
  directoryUrl: string
  /** A key of the directory with all scopes. */
  apiKey: string
  /** The page of all processes. */
  metricsUrl: string
  prometheus: PrometheusProcess
}

/** `npm start` with a real Prometheus that scrapes it and evaluates the alerts of deploy/prometheus. */
export async function startWatchedRegistrar(variables: Record<string, string>): Promise<WatchedRegistrar> {
  await using starting = new AsyncDisposableStack()
  const folder = starting.use(temporaryFolder()).path
  const dataDir = join(folder, 'data')
  const registrar = starting.use(
    npmStart({ DATA_DIR: dataDir, METRICS_PORT: '0', RATE_LIMIT_PER_MINUTE: '0', DIRECTORY_PORT: '0', ...variables }),
  )
  const url = await registrar.running()
  const metricsUrl = metricsUrlIn(registrar.output())
  const prometheus = starting.use(
    await startPrometheus(findPrometheus()!, {
      folder: join(folder, 'prometheus'),
      target: new URL(metricsUrl).host,
      everyMs: SCRAPE_MS,
      rules: fasterRules(folder),
    }),
  )
  ownChild(prometheus.child)
  const running = starting.move()
  return {
    registrar,
    dataDir,
    url,
    directoryUrl: /back ends: (http:\S+)/.exec(registrar.output())![1]!,
    apiKey: readFileSync(join(dataDir, 'keys/first-api.key'), 'utf8').trim(),
    metricsUrl,
    prometheus,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Where the page of all processes is, as the supervisor's log has it. */
export const metricsUrlIn = (output: string): string =>
  logLines(output).find(({ name, msg }) => name === 'registrar' && msg === 'serving metrics')!['url'] as string
