import { readFileSync } from 'node:fs'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { createClientReader } from '@registrar/shared/http/client-address'
import { serveApp } from '@registrar/shared/http/serve-app'
import { gatewaySecretFileBelow, readGatewaySecret } from '@registrar/shared/keys/gateway-secret'
import { createSealer } from '@registrar/shared/keys/seal'
import { keyFilesBelow, readPublicKey } from '@registrar/shared/keys/sealing-key-files'
import { parseEnvironment } from '@registrar/shared/process/environment'
import { createLogger } from '@registrar/shared/process/logger'
import { createOutageLog } from '@registrar/shared/process/outage-log'
import { releaseIdleMemory } from '@registrar/shared/process/release-idle-memory'
import { announceReady, exitOnSignal, startService } from '@registrar/shared/process/service'
import { connectRedis, connectSubscriber } from '@registrar/shared/redis/connect-redis'
import { redisKeys } from '@registrar/shared/redis/keys'
import { waitForRedis } from '@registrar/shared/redis/wait-for-redis'
import { warnOfLossyRedis } from '@registrar/shared/redis/warn-of-lossy-redis'
import { createWriteProbe } from '@registrar/shared/redis/write-probe'
import { openMetrics } from '@registrar/shared/telemetry/open-metrics'
import { GatewayConfig } from './src/config.ts'
import { createGateway } from './src/gateway.ts'
import { createBacklog } from './src/limits/backlog.ts'
import { createRateLimit } from './src/limits/rate-limit.ts'
import { createPage } from './src/page/page.ts'
import { createAcceptRegistration } from './src/register/accept-registration.ts'
import { createIdempotency } from './src/register/idempotency.ts'
import { createRegistrationQueue } from './src/register/registration-queue.ts'
import { createValidateRegistration } from './src/register/validate-registration.ts'
import { createReadRegistration } from './src/status/read-registration.ts'
import { createStatusChanges } from './src/status/status-changes.ts'

/** Redis answers in well under a millisecond; a client is promised its 503 within a second. */
const REDIS_COMMAND_TIMEOUT_MS = 800

/**
 * As many event streams as a gateway has at the most, and 2,000 other connections. Ten thousand streams take some
 * 300 MB.
 */
const MAX_CONNECTIONS = 12_000

await startService(async () => {
  const config = parseEnvironment(GatewayConfig, process.env)
  const log = await createLogger('gateway', config.LOG_LEVEL)
  const resources = new AsyncDisposableStack()
  const publicKey = readPublicKey(config.SEALING_PUBLIC_KEY_FILE ?? keyFilesBelow(config.DATA_DIR).publicFile)
  const { seal } = resources.use(createSealer(publicKey))
  const secret = readGatewaySecret(config.GATEWAY_SECRET_FILE ?? gatewaySecretFileBelow(config.DATA_DIR))

  const redis = connectRedis(config.REDIS_URL, log, {
    enableOfflineQueue: false,
    commandTimeout: REDIS_COMMAND_TIMEOUT_MS,
  })
  resources.defer(() => redis.disconnect())
  warnOfLossyRedis(redis, log)
  const subscriber = connectSubscriber(redis)
  resources.defer(() => subscriber.disconnect())
  const keys = redisKeys(QUEUE_NAME)
  const refusals = createOutageLog(log, { down: 'Redis refuses writes', up: 'Redis accepts writes again' })
  const probe = resources.use(createWriteProbe({ redis, keys, refusals }))
  const metrics = await openMetrics({
    ...config,
    log,
    metrics: async () =>
      (await import('./src/http/metrics.ts')).gatewayMetrics({ redis, keys, probe, maxBacklog: config.MAX_BACKLOG }),
  })
  resources.use(metrics)
  const queue = createRegistrationQueue(redis, keys, refusals)
  resources.defer(() => queue.close())
  const idempotency = createIdempotency({ redis, keys, secret, ttlSeconds: config.OUTCOME_TTL_SECONDS })

  const backlog = resources.use(createBacklog({ redis, keys, maxBacklog: config.MAX_BACKLOG }))
  const register = {
    limitRate: createRateLimit({ redis, keys, perMinute: config.RATE_LIMIT_PER_MINUTE }),
    validateRegistration: createValidateRegistration(config, log),
    accept: createAcceptRegistration({ backlog, queue, idempotency, seal }),
  }
  const shutdown = new AbortController()
  const gateway = createGateway({
    ...register,
    readRegistration: createReadRegistration(redis, keys),
    changes: createStatusChanges(subscriber, keys.changes),
    page: await createPage({
      settings: { title: config.PAGE_TITLE, logoUrl: config.PAGE_LOGO_URL, returnUrl: config.PAGE_RETURN_URL },
      passwordMinLength: config.PASSWORD_MIN_LENGTH,
      secret,
      ...register,
    }),
    clientOf: createClientReader(config.TRUSTED_PROXIES),
    corsOrigins: config.CORS_ORIGINS,
    shutdown: shutdown.signal,
    openapi: readFileSync(new URL('openapi.json', import.meta.url)),
    isReady: async () => !shutdown.signal.aborted && (await probe.acceptsWrites()),
    log,
  })
  const server = await serveApp(gateway, {
    host: config.HOST,
    port: config.PORT,
    variables: { host: 'HOST', port: 'PORT', processes: 'GATEWAYS' },
    reusePort: config.GATEWAYS > 1,
    maxConnections: MAX_CONNECTIONS,
  })
  resources.use(server)
  resources.defer(() => shutdown.abort())

  resources.use(releaseIdleMemory())
  exitOnSignal({ log, drainSeconds: config.DRAIN_SECONDS, resources })
  log.info({ url: server.url }, 'listening')
  await waitForRedis(redis)
  announceReady({ url: server.url, metricsUrl: metrics?.url })
})
