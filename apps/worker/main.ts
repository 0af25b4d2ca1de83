import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { createOpener } from '@registrar/shared/keys/open-seal'
import { keyFilesBelow, readPrivateKey } from '@registrar/shared/keys/sealing-key-files'
import { parseEnvironment } from '@registrar/shared/process/environment'
import { createLogger } from '@registrar/shared/process/logger'
import { createOutageLog } from '@registrar/shared/process/outage-log'
import { releaseStartMemory } from '@registrar/shared/process/release-start-memory'
import { announceReady, exitOnSignal, startService } from '@registrar/shared/process/service'
import { connectRedis } from '@registrar/shared/redis/connect-redis'
import { redisKeys } from '@registrar/shared/redis/keys'
import { createOutcomeStream } from '@registrar/shared/redis/outcome-stream'
import { waitForRedis } from '@registrar/shared/redis/wait-for-redis'
import { createWriteProbe } from '@registrar/shared/redis/write-probe'
import { openMetrics } from '@registrar/shared/telemetry/open-metrics'
import { argon2ParametersOf } from '@registrar/users/hashing/argon2-variables'
import { createPasswordHasher } from '@registrar/users/hashing/password-hasher'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import { WorkerConfig } from './src/config.ts'
import { lowerPriority } from './src/lower-priority.ts'
import { createInsertGroups } from './src/registration/insert-groups.ts'
import { createOutcomePublisher } from './src/registration/outcome-publisher.ts'
import { createStoreAvailability } from './src/registration/store-availability.ts'

/**
 * While one registration is hashed, the next is ready for the same thread, and the one before is stored: Redis, the
 * store, their disks and the event loop are waited for beside the hashing, not in between.
 */
const JOBS_BESIDE_HASHING = 2

/** While very many registrations wait, up to so many more are hashed one after the other and stored together. */
const LARGEST_GROUP = 16

await startService(async () => {
  lowerPriority()
  const config = parseEnvironment(WorkerConfig, process.env)
  // Hashes run on threads of libuv, as many at a time as there are. They are there once something has used one, and
  // BullMQ does so while it is being loaded.
  process.env['UV_THREADPOOL_SIZE'] = `${config.WORKER_CONCURRENCY}`
  const { createRegistrationWorker } = await import('./src/registration/registration-worker.ts')
  const log = await createLogger('worker', config.LOG_LEVEL)
  const resources = new AsyncDisposableStack()
  const keyFiles = config.SEALING_PRIVATE_KEY_FILES ?? [keyFilesBelow(config.DATA_DIR).privateFile]
  const { open: openSeal } = resources.use(createOpener(keyFiles.map(readPrivateKey)))
  const { engine, hash } = await createPasswordHasher(argon2ParametersOf(config), config.ARGON2_ENGINE)
  const store = resources.use(await openUserStore(config))

  const redis = connectRedis(config.REDIS_URL, log, { maxRetriesPerRequest: null })
  resources.defer(() => redis.disconnect())
  const keys = redisKeys(QUEUE_NAME)
  const refusals = createOutageLog(log, { down: 'Redis refuses writes', up: 'Redis accepts writes again' })
  const probe = resources.use(createWriteProbe({ redis, keys, refusals }))
  const shutdown = new AbortController()
  const availability = createStoreAvailability(store, {
    log,
    shutdown: shutdown.signal,
    onUnavailable: () => worker.pause(),
    onAvailable: () => worker.resume(),
  })
  const metrics = await openMetrics({
    ...config,
    log,
    metrics: async () =>
      (await import('./src/metrics.ts')).workerMetrics({
        probe,
        store,
        availability,
        threads: config.WORKER_CONCURRENCY,
      }),
  })
  resources.use(metrics)
  const worker = resources.use(
    createRegistrationWorker({
      openSeal,
      hash,
      store,
      groups: createInsertGroups({
        insertMany: (users) => availability.persist(() => store.insertMany(users)),
        busyWith: config.WORKER_CONCURRENCY + JOBS_BESIDE_HASHING - 1,
      }),
      availability,
      outcomes: createOutcomePublisher({
        redis,
        keys,
        stream: createOutcomeStream({
          redis,
          keys,
          ttlSeconds: config.OUTCOME_TTL_SECONDS,
          streamSeconds: config.OUTCOME_STREAM_SECONDS,
        }),
        shutdown: shutdown.signal,
        refusals,
      }),
      redis,
      keys,
      shutdown: shutdown.signal,
      concurrency: config.WORKER_CONCURRENCY + JOBS_BESIDE_HASHING,
      concurrencyWhileWaiting: config.WORKER_CONCURRENCY + JOBS_BESIDE_HASHING + LARGEST_GROUP,
      failedTtlSeconds: config.FAILED_TTL_DAYS * 86_400,
      drainSeconds: config.DRAIN_SECONDS,
      log,
    }),
  )
  if (config.HEALTH_PORT !== undefined) {
    const { serveHealth } = await import('@registrar/shared/http/health-server') // node:http takes 7 MB
    resources.use(
      await serveHealth({
        host: config.HEALTH_HOST,
        port: config.HEALTH_PORT,
        isReady: async () => !shutdown.signal.aborted && availability.isAvailable && (await probe.acceptsWrites()),
      }),
    )
  }
  resources.defer(() => shutdown.abort())
  exitOnSignal({ log, drainSeconds: config.DRAIN_SECONDS, resources })
  await Promise.all([availability.open(), waitForRedis(redis)])
  log.info({ engine, concurrency: config.WORKER_CONCURRENCY }, 'taking registrations')
  announceReady({ metricsUrl: metrics?.url })
  releaseStartMemory()
})
