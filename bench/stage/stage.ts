import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { ApiScope } from '@registrar/shared/contract/api-scope'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { addApiKey, apiKeyFilesBelow } from '@registrar/shared/keys/api-keys'
import { gatewaySecretFileBelow, makeGatewaySecretOnce } from '@registrar/shared/keys/gateway-secret'
import { keyFilesBelow, makeKeysOnce } from '@registrar/shared/keys/sealing-key-files'
import { redisKeys } from '@registrar/shared/redis/keys'
import { PROCESSES } from '../../tools/start/processes.ts'
import { type BenchQueue, fillBacklog, openQueue } from './backlog.ts'
import { benchFolder } from './folder.ts'
import { type BenchRedis, startRedis } from './redis.ts'
import { type Service, startProcess, startService, type Variables } from './service.ts'

/** The parts of a Registrar for one measure: each a process of its own, with a common folder. */
export type Stage = AsyncDisposable & {
  folder: string
  redis: BenchRedis
  startGateway(variables?: Variables): Promise<Service>
  /** `count` workers that are stopped together. `instruments` are inserted into them: see ./instruments. */
  startWorkers(count: number, options?: { instruments?: string[]; variables?: Variables }): Promise<Workers>
  /** A notifier for the endpoints in `webhooksFile`. */
  startNotifier(webhooksFile: string): Promise<Service>
  /** A directory, and a key with all scopes. */
  startDirectory(): Promise<Service & { key: string }>
  startPeer(file: string, variables?: Variables): Promise<Service>
  queue: BenchQueue
  /** Adds `count` registrations to the queue, and returns their job ids. */
  fill(count: number): Promise<string[]>
  /** How many registrations wait for a worker. */
  waiting(): Promise<number>
  /** How many users there are. */
  users(): number
}

type Workers = AsyncDisposable & {
  processes: Service[]
  /** Suspends them until their next turn, which comes before the locks of their jobs expire. */
  freeze(): void
  /** Resumes them for `work`, and suspends them again. */
  turn<T>(work: () => Promise<T>): Promise<T>
}

/** As under `npm start`, except for what would refuse the load: one address sends everything, and the backlog is long. */
const SETTINGS = { RATE_LIMIT_PER_MINUTE: '1000000', MAX_BACKLOG: '10000000' }

/** Not counted: it finishes what was in flight when the workers were suspended. */
const SETTLING_MS = 50

const INSTRUMENTS = ['--import', './bench/stage/instruments/preload.ts']

export async function openStage(settings: Variables = {}): Promise<Stage> {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(benchFolder()).path
  const redis = opening.use(await startRedis(folder))
  makeKeysOnce(keyFilesBelow(folder))
  makeGatewaySecretOnce(gatewaySecretFileBelow(folder))
  const env = { ...SETTINGS, DATA_DIR: folder, REDIS_URL: redis.url, ...settings }
  const queue = opening.use(await openQueue(redis.url, folder))
  const log = (name: string) => ({ logFile: join(folder, `${name}.log`) })
  const open = opening.move()
  return {
    folder,
    redis,
    startGateway: async (variables) =>
      open.use(await startProcess(PROCESSES.gateway, { ...env, PORT: '0', ...variables }, log('gateway'))),
    async startWorkers(count, { instruments = [], variables } = {}) {
      const workerEnv = { ...env, BENCH_INSTRUMENTS: instruments.join(), ...variables }
      const start = (n: number) =>
        startProcess(PROCESSES.worker, workerEnv, {
          ...log(`worker-${n}`),
          nodeOptions: instruments.length > 0 ? INSTRUMENTS : [],
        })
      const processes = await Promise.all(Array.from({ length: count }, (_, n) => start(n)))
      const signal = (name: NodeJS.Signals) => {
        for (const { child } of processes) child.kill(name)
      }
      const end = async () => {
        signal('SIGCONT') // a suspended process cannot exit
        await Promise.all(processes.map((worker) => worker[Symbol.asyncDispose]()))
      }
      open.defer(end)
      return {
        processes,
        freeze: () => signal('SIGSTOP'),
        async turn(work) {
          signal('SIGCONT')
          await delay(SETTLING_MS)
          const result = await work()
          signal('SIGSTOP')
          return result
        },
        [Symbol.asyncDispose]: end,
      }
    },
    startNotifier: async (webhooksFile) =>
      open.use(await startProcess(PROCESSES.notifier, { ...env, WEBHOOKS_FILE: webhooksFile }, log('notifier'))),
    async startDirectory() {
      const key = addApiKey(apiKeyFilesBelow(folder).keysFile, { name: 'bench', scopes: ApiScope.options })
      const directory = await startProcess(PROCESSES.directory, { ...env, DIRECTORY_PORT: '0' }, log('directory'))
      return { ...open.use(directory), key }
    },
    startPeer: async (file, variables) => open.use(await startService(file, { ...variables }, log('peer'))),
    queue,
    fill: (count) => fillBacklog(queue, count),
    waiting: () => redis.client.llen(redisKeys(QUEUE_NAME).wait),
    users() {
      using database = new DatabaseSync(join(folder, 'registrar.db'), { readOnly: true })
      return database.prepare('SELECT count(*) AS count FROM users').get()!['count'] as number
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
