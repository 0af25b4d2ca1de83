import { readFileSync } from 'node:fs'
import { createRules, ruleSettingsOf } from '@registrar/rules/rules'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { serveApp } from '@registrar/shared/http/serve-app'
import { apiKeyFilesBelow } from '@registrar/shared/keys/api-keys'
import { parseEnvironment } from '@registrar/shared/process/environment'
import { createLogger } from '@registrar/shared/process/logger'
import { createOutageLog } from '@registrar/shared/process/outage-log'
import { releaseStartMemory } from '@registrar/shared/process/release-start-memory'
import { announceReady, exitOnSignal, startService } from '@registrar/shared/process/service'
import { connectRedis } from '@registrar/shared/redis/connect-redis'
import { redisKeys } from '@registrar/shared/redis/keys'
import { waitForRedis } from '@registrar/shared/redis/wait-for-redis'
import { createWriteProbe } from '@registrar/shared/redis/write-probe'
import { openMetrics } from '@registrar/shared/telemetry/open-metrics'
import { hashBoundsOf } from '@registrar/users/foreign/hash-bound-variables'
import { createPasswordVerifier } from '@registrar/users/foreign/password-verifier'
import { argon2ParametersOf } from '@registrar/users/hashing/argon2-variables'
import { createPasswordHasher } from '@registrar/users/hashing/password-hasher'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import { DirectoryConfig } from './src/config.ts'
import { createDirectory } from './src/directory.ts'
import { createKnownKeys } from './src/keys/known-keys.ts'
import { createStoreUpkeep } from './src/store-upkeep.ts'
import { createCheckPassword } from './src/users/check-password.ts'
import { createForgetRegistration } from './src/users/forget-registration.ts'
import { createQuarantine } from './src/users/quarantine.ts'
import { createAttempts } from './src/verify/attempts.ts'
import { createCountTogether } from './src/verify/count-together.ts'
import { createHashSlots } from './src/verify/hash-slots.ts'
import { observedVerification } from './src/verify/observed-verification.ts'
import { createRenewHash } from './src/verify/renew-hash.ts'
import { createVerifyPassword } from './src/verify/verify-password.ts'

/** Redis answers in well under a millisecond; a caller is promised its 503 within a second. */
const REDIS_COMMAND_TIMEOUT_MS = 800

/** One alone would keep the look-up of a host that Redis or the store has moved to waiting behind every hash. */
const LEAST_THREADS = 2

/** Hashes that are queued behind the threads: a thread that finishes takes the next one without waiting for the event loop. */
const HASHES_AHEAD = 2

/** A few back ends with their connection pools. One takes 10 KB and a file descriptor. */
const MAX_CONNECTIONS = 4_096

await startService(async () => {
  const config = parseEnvironment(DirectoryConfig, process.env)
  // Hashes run on threads of libuv, which are made when the first one is used, and so does looking up names of hosts.
  const threads = Math.max(LEAST_THREADS, config.VERIFY_CONCURRENCY)
  process.env['UV_THREADPOOL_SIZE'] = `${threads}`
  const log = await createLogger('directory', config.LOG_LEVEL)
  const resources = new AsyncDisposableStack()
  const findKey = createKnownKeys(config.API_KEYS_FILE ?? apiKeyFilesBelow(config.DATA_DIR).keysFile, log)
  const rules = createRules(ruleSettingsOf(config))
  const parameters = argon2ParametersOf(config)
  const { engine, hash } = await createPasswordHasher(parameters, config.ARGON2_ENGINE)
  const verifier = resources.use(
    createPasswordVerifier({ bounds: hashBoundsOf(config, parameters), threads: config.VERIFY_CONCURRENCY }),
  )
  const store = resources.use(await openUserStore(config))
  const redis = connectRedis(config.REDIS_URL, log, {
    enableOfflineQueue: false,
    commandTimeout: REDIS_COMMAND_TIMEOUT_MS,
  })
  resources.defer(() => redis.disconnect())
  const keys = redisKeys(QUEUE_NAME)
  const refusals = createOutageLog(log, { down: 'Redis refuses writes', up: 'Redis accepts writes again' })
  const probe = resources.use(createWriteProbe({ redis, keys, refusals }))

  const shutdown = new AbortController()
  const upkeep = createStoreUpkeep(store, { log, shutdown: shutdown.signal })
  const metrics = await openMetrics({
    ...config,
    log,
    metrics: async () => (await import('./src/metrics.ts')).directoryMetrics({ probe, store, upkeep }),
  })
  resources.use(metrics)
  // With a thread to spare none is queued: it would be computed there, one more at a time than was asked for.
  const slots = createHashSlots({
    concurrency: config.VERIFY_CONCURRENCY + (threads === config.VERIFY_CONCURRENCY ? HASHES_AHEAD : 0),
    deadlineMs: config.VERIFY_DEADLINE_MS,
  })
  const attempts = createAttempts({ redis, keys, countTogether: createCountTogether(slots.waitMs) })
  const directory = createDirectory({
    store,
    attempts,
    slots,
    hash,
    verifyPassword: observedVerification(await createVerifyPassword({ store, attempts, slots, verifier, hash, log })),
    renewHash: createRenewHash({ store, slots, hash, parameters, log }),
    usernameFaults: rules.usernameFaults,
    passwordFaults: createCheckPassword(rules, config, log),
    quarantine: createQuarantine(config.NAME_QUARANTINE_DAYS),
    forgetRegistration: createForgetRegistration(redis, keys),
    shutdown: shutdown.signal,
    findKey,
    openapi: readFileSync(new URL('openapi.json', import.meta.url)),
    isPrepared: () => upkeep.isPrepared,
    isReady: async () => !shutdown.signal.aborted && upkeep.isPrepared && (await probe.acceptsWrites()),
    log,
  })
  const server = await serveApp(directory, {
    host: config.DIRECTORY_HOST,
    port: config.DIRECTORY_PORT,
    variables: { host: 'DIRECTORY_HOST', port: 'DIRECTORY_PORT' },
    maxConnections: MAX_CONNECTIONS,
  })
  resources.use(server)
  resources.defer(() => shutdown.abort())

  exitOnSignal({ log, drainSeconds: config.DRAIN_SECONDS, resources })
  await Promise.all([upkeep.open(), waitForRedis(redis)])
  log.info({ url: server.url, engine, concurrency: config.VERIFY_CONCURRENCY }, 'listening')
  announceReady({ url: server.url, metricsUrl: metrics?.url })
  releaseStartMemory()
})
