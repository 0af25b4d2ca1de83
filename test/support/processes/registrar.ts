import { type RedisServer, startRedis } from '../redis/redis-server.ts'
import type { TestStore } from '../stores/test-store.ts'
import { makeAllKeys } from './keys.ts'
import { type ServiceProcess, startGateway, startWorker } from './service-process.ts'

export type TestRegistrar = AsyncDisposable & {
  redis: RedisServer
  gateway: ServiceProcess
  workers: ServiceProcess[]
  /** The variables that its processes were given. */
  variables: Record<string, string>
  /** Everything its processes have logged. */
  output(): string
}

type Options = { store: TestStore; workers?: number; variables?: Record<string, string> }

/** A whole Registrar of real processes, on its own Redis and with its own keys. */
export async function startRegistrar({ store, workers = 1, variables = {} }: Options): Promise<TestRegistrar> {
  await using started = new AsyncDisposableStack()
  const redis = started.use(await startRedis())
  makeAllKeys(store.settings.DATA_DIR)
  const all = { ...store.settings, REDIS_URL: redis.url, RATE_LIMIT_PER_MINUTE: '0', ...variables }
  const [gateway, ...crew] = await Promise.all([
    startGateway(all),
    ...Array.from({ length: workers }, () => startWorker(all)),
  ])
  for (const service of [gateway, ...crew]) started.use(service)
  const running = started.move()
  return {
    redis,
    gateway,
    workers: crew,
    variables: all,
    output: () => [gateway, ...crew].map((service) => service.output()).join(''),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
