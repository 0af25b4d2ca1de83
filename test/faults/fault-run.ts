import { join } from 'node:path'
import { keyFilesBelow, makeKeysOnce } from '@registrar/shared/keys/sealing-key-files'
import { insistOn } from '../support/http/client.ts'
import { freshPassword } from '../support/names.ts'
import { makeAllKeys } from '../support/processes/keys.ts'
import { type ServiceProcess, startGateway, startInstrumentedWorker } from '../support/processes/service-process.ts'
import { type RedisServer, startRedis } from '../support/redis/redis-server.ts'
import type { TestStore } from '../support/stores/test-store.ts'
import { startTcpProxy, type TcpProxy } from '../support/trouble/tcp-proxy.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { untilAllEnded, untilDone, type Verdict, verifyPromise } from './promise.ts'

export type FaultRun = AsyncDisposable & {
  ledger: Ledger
  redis: RedisServer
  /** The link between Redis and every process of Registrar. */
  link: TcpProxy
  gateway: ServiceProcess
  variables: Record<string, string>
  /** One more worker, instrumented; ended with the run. */
  addWorker(variables?: Record<string, string>): Promise<ServiceProcess>
  addGateway(start: typeof startGateway, variables?: Record<string, string>): Promise<ServiceProcess>
  /** The file of a private key that opens none of the seals here. */
  strangeKey(): Promise<string>
  logs(): string
  /** One registration of its own, noted in the ledger. Returns its job id. */
  register(username: string, password?: string): Promise<string>
  /** Resolves when the queue has done with this job: not when its outcome is known, but when the job has ended. */
  untilGone(jobId: string): Promise<void>
  /** Waits for every end, then checks the promise. `settleMs` bounds the wait. */
  verify(settleMs?: number): Promise<Verdict>
}

/**
 * A Registrar of real processes under test: one gateway, and the workers that the test adds, on a Redis of its own with
 * the options `given`, or on the one `given`.
 */
export async function startFaultRun(
  store: TestStore,
  variables: Record<string, string> = {},
  given: Parameters<typeof startRedis>[0] | RedisServer = {},
): Promise<FaultRun> {
  await using starting = new AsyncDisposableStack()
  const redis = 'url' in given ? given : starting.use(await startRedis(given))
  const link = starting.use(await startTcpProxy(redis))
  makeAllKeys(store.settings.DATA_DIR)
  const all = {
    ...store.settings,
    REDIS_URL: redis.url.replace(`:${redis.port}`, `:${link.port}`),
    RATE_LIMIT_PER_MINUTE: '0',
    ...variables,
  }
  const services: ServiceProcess[] = []
  const add = (service: ServiceProcess) => {
    services.push(service)
    return run.use(service)
  }
  const gateway = starting.use(await startGateway(all))
  services.push(gateway)
  const ledger = createLedger()
  const logs = () => services.map((service) => service.output()).join('')
  const run = starting.move()
  return {
    ledger,
    redis,
    link,
    gateway,
    variables: all,
    logs,
    addWorker: async (more = {}) => add(await startInstrumentedWorker({ ...all, ...more })),
    addGateway: async (start, more = {}) => add(await start({ ...all, ...more })),
    async strangeKey() {
      const files = keyFilesBelow(join(store.settings.DATA_DIR, 'strange'))
      makeKeysOnce(files)
      return files.privateFile
    },
    async register(username, password = freshPassword()) {
      const jobId = await insistOn(gateway.url, username, password)
      ledger.accepted.set(jobId, { username, password })
      return jobId
    },
    untilGone: (jobId) => untilDone(redis.url, [jobId]),
    async verify(settleMs) {
      await untilAllEnded(redis.url, ledger.accepted.keys(), settleMs)
      return verifyPromise({
        ledger,
        redisUrl: redis.url,
        store,
        folders: [redis.folder, store.settings.DATA_DIR],
        logs: logs(),
      })
    },
    [Symbol.asyncDispose]: () => run.disposeAsync(),
  }
}
