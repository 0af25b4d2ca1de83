import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { apiKeyFilesBelow, makeFirstApiKeyOnce } from '@registrar/shared/keys/api-keys'
import { gatewaySecretFileBelow, makeGatewaySecretOnce } from '@registrar/shared/keys/gateway-secret'
import { keyFilesBelow, makeKeysOnce } from '@registrar/shared/keys/sealing-key-files'
import { parseEnvironment } from '@registrar/shared/process/environment'
import { createLogger } from '@registrar/shared/process/logger'
import { announceReady, exitOnSignal, startOrExplain } from '@registrar/shared/process/service'
import { commonSettings } from '@registrar/shared/process/settings'
import { z } from 'zod'
import { startRedisWatchdog } from '../redis/redis-watchdog.ts'
import { checkRedisDatabase } from './check-redis-database.ts'
import { claimDataDir } from './claim-data-dir.ts'
import { HELP, welcome } from './messages.ts'
import { serveAllMetrics } from './metrics/serve-all-metrics.ts'
import { PROCESSES, StartConfig } from './processes.ts'
import { startOwnRedis } from './start-own-redis.ts'
import { startProcess } from './start-process.ts'
import type { SupervisedChild } from './supervise.ts'

/** What a process has beyond its own DRAIN_SECONDS before it is killed, and what Redis has to exit after all others. */
const GRACE_SECONDS = 2
const REDIS_STOP_SECONDS = 10

await startOrExplain(async () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } })
  if (values.help) return console.log(HELP)

  // Everything is read before anything is started: one bad variable is one sentence, not one from each process.
  const config = parseEnvironment(StartConfig, process.env)
  const kinds = Object.entries(PROCESSES)
    .map(([name, kind]) => ({ name, kind, count: kind.count(config) }))
    .filter(({ count }) => count > 0)
  const own = { ...process.env, REDIS_URL: process.env['REDIS_URL'] || 'redis://its-own' }
  for (const { kind } of kinds) kind.check(own)
  const { DATA_DIR, LOG_LEVEL, DRAIN_SECONDS } = parseEnvironment(z.object(commonSettings), own)

  const log = await createLogger('registrar', LOG_LEVEL)
  const resources = new AsyncDisposableStack()
  const stopSeconds = DRAIN_SECONDS + GRACE_SECONDS
  const stopping = exitOnSignal({ log, drainSeconds: stopSeconds + REDIS_STOP_SECONDS + GRACE_SECONDS, resources })
  try {
    await start()
  } catch (error) {
    if (stopping.aborted) return // the shutdown under way exits
    await resources.disposeAsync().catch(() => {}) // a failed start leaves nothing behind; what cannot be stopped is in the log
    throw error
  }

  async function start() {
    resources.use(claimDataDir(DATA_DIR))
    const madeSecret = makeGatewaySecretOnce(gatewaySecretFileBelow(DATA_DIR))
    if (makeKeysOnce(keyFilesBelow(DATA_DIR)) || madeSecret)
      log.info({ folder: `${DATA_DIR}/keys` }, 'generated the keys for the first run')
    const apiKeyFiles = apiKeyFilesBelow(DATA_DIR)
    if (
      kinds.some(({ name }) => name === 'directory') &&
      !process.env['API_KEYS_FILE'] &&
      makeFirstApiKeyOnce(apiKeyFiles)
    )
      log.info({ file: apiKeyFiles.firstKeyFile }, 'created the first API key for the directory, with all scopes')

    const watchdog = process.env['REDIS_URL'] ? undefined : resources.use(startRedisWatchdog())
    const REDIS_URL = watchdog
      ? await startOwnRedis({ dataDir: DATA_DIR, watchdog, resources, log, stopping, stopSeconds: REDIS_STOP_SECONDS })
      : process.env['REDIS_URL']!
    if (!watchdog) resources.use(await checkRedisDatabase(REDIS_URL, log))

    const metricsUrls = new Map<string, string | undefined>()
    const { METRICS_HOST, METRICS_PORT } = config
    if (METRICS_PORT !== undefined) {
      const page = await serveAllMetrics({ host: METRICS_HOST, port: METRICS_PORT, urls: metricsUrls })
      resources.use(page)
      log.info({ url: `${page.url}/metrics` }, 'serving metrics')
    }

    // They need Redis and not each other: they stop together, and before Redis.
    const children: SupervisedChild[] = []
    resources.defer(async () => {
      const stops = await Promise.allSettled(children.map((child) => child[Symbol.asyncDispose]()))
      for (const stop of stops) if (stop.status === 'rejected') throw stop.reason
    })
    const urls: Record<string, string | undefined> = {}
    let variables: Record<string, string | undefined> = { ...process.env, REDIS_URL }
    // One page has those of all processes: each serves its own to that one alone.
    if (METRICS_PORT !== undefined) Object.assign(variables, { METRICS_HOST: '127.0.0.1', METRICS_PORT: '0' })
    for (const { name, kind, count } of kinds) {
      variables = { ...variables, ...(await kind.settle(variables, config)) }
      stopping.throwIfAborted()
      const names = Array.from({ length: count }, (_, n) => `${name} ${n + 1}`)
      for (const each of names) metricsUrls.set(each, undefined)
      const starting = names.map((each) =>
        startProcess(kind, {
          name: each,
          variables,
          lifeline: watchdog?.lifeline,
          onMetricsUrl: (url) => metricsUrls.set(each, url),
          log,
          stopping,
          stopSeconds,
        }),
      )
      children.push(...starting)
      const [first] = await Promise.all(starting.map(({ ready }) => ready))
      urls[name] = first
    }
    const counts = Object.fromEntries(kinds.map(({ name, count }) => [name, count]))
    const { firstKeyFile } = apiKeyFiles
    const hasFirstKey = !process.env['API_KEYS_FILE'] && existsSync(firstKeyFile)
    console.log(welcome({ urls, counts, firstKeyFile: hasFirstKey ? firstKeyFile : undefined }))
    announceReady({ url: urls['gateway'] }) // to a program that started this one
  }
})
