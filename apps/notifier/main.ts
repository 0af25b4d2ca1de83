import { statSync } from 'node:fs'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { serveHealth } from '@registrar/shared/http/health-server'
import { parseEnvironment } from '@registrar/shared/process/environment'
import { createLogger } from '@registrar/shared/process/logger'
import { createOutageLog } from '@registrar/shared/process/outage-log'
import { announceReady, exitOnSignal, startService } from '@registrar/shared/process/service'
import { connectRedis } from '@registrar/shared/redis/connect-redis'
import { redisKeys } from '@registrar/shared/redis/keys'
import { createWriteProbe } from '@registrar/shared/redis/write-probe'
import { openMetrics } from '@registrar/shared/telemetry/open-metrics'
import { NotifierConfig } from './src/config.ts'
import { readEndpoints } from './src/endpoints/read-endpoints.ts'
import { createNotifier } from './src/notifier.ts'
import { demandBlocking } from './src/send/demand-blocking.ts'

await startService(async () => {
  const config = parseEnvironment(NotifierConfig, process.env)
  const endpoints = readEndpoints(config.WEBHOOKS_FILE)
  const endpointsSince = statSync(config.WEBHOOKS_FILE).mtime
  await demandBlocking()
  const log = await createLogger('notifier', config.LOG_LEVEL)
  const resources = new AsyncDisposableStack()
  const connect = () => connectRedis(config.REDIS_URL, log, { maxRetriesPerRequest: null })
  const redis = connect()
  resources.defer(() => redis.disconnect())
  const keys = redisKeys(QUEUE_NAME)
  const refusals = createOutageLog(log, { down: 'Redis refuses writes', up: 'Redis accepts writes again' })
  const probe = resources.use(createWriteProbe({ redis, keys, refusals }))
  const metrics = await openMetrics({
    ...config,
    log,
    metrics: async () =>
      (await import('./src/metrics.ts')).notifierMetrics({
        redis,
        keys,
        probe,
        endpoints: endpoints.map(({ id }) => id),
      }),
  })
  resources.use(metrics)
  const shutdown = exitOnSignal({ log, drainSeconds: config.DRAIN_SECONDS, resources })
  if (config.HEALTH_PORT !== undefined)
    resources.use(
      await serveHealth({
        host: config.HEALTH_HOST,
        port: config.HEALTH_PORT,
        isReady: async () => !shutdown.aborted && (await probe.acceptsWrites()),
      }),
    )
  resources.use(
    await createNotifier({
      redis,
      connect,
      keys,
      endpoints,
      endpointsSince,
      source: config.EVENT_SOURCE,
      streamSeconds: config.OUTCOME_STREAM_SECONDS,
      shutdown,
      drainSeconds: config.DRAIN_SECONDS,
      log,
    }),
  )
  log.info({ endpoints: endpoints.map(({ id }) => id) }, 'delivering events')
  announceReady({ metricsUrl: metrics?.url })
})
