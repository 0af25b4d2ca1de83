import { type ChildProcess, spawn } from 'node:child_process'
import { addApiKey, apiKeyFilesBelow } from '@registrar/shared/keys/api-keys'
import { pino } from 'pino'
import { freePort } from '../../../tools/redis/own-redis.ts'
import { PROCESSES, type ProcessKind } from '../../../tools/start/processes.ts'
import { supervise } from '../../../tools/start/supervise.ts'
import type { MongoEngine } from '../../../tools/test/mongo-engine.ts'
import { makeAllKeys } from '../../support/processes/keys.ts'
import { type RedisPair, startRedisPair } from '../../support/redis/redis-pair.ts'
import { type MongoServer, startMongo } from '../../support/stores/mongo-server.ts'
import { mongoStoreAt, sqliteStore, type TestStore } from '../../support/stores/test-store.ts'
import { startTcpProxy, type TcpProxy } from '../../support/trouble/tcp-proxy.ts'
import { type Receiver, startReceiver } from '../../support/webhooks/receiver.ts'
import { endpointFor, writeEndpoints } from '../../support/webhooks/webhook-stage.ts'
import { ENDPOINT } from './events.ts'

/** A Registrar whose processes are started again when they die, as `npm start` or an orchestrator does it. */
export type System = AsyncDisposable & {
  gateways: { url: string; child(): ChildProcess }[]
  workers: { child(): ChildProcess }[]
  notifiers: { child(): ChildProcess }[]
  directory: { url: string; key: string; child(): ChildProcess }
  /** Gets every event. */
  receiver: Receiver
  redis: RedisPair
  link: TcpProxy
  store: TestStore
  /** The server of the store, where it has one. */
  mongo: MongoServer | undefined
  logs(): string
}

const GATEWAYS = 2
const WORKERS = 3
const NOTIFIERS = 2

export async function startSystem(engine: MongoEngine | undefined): Promise<System> {
  await using starting = new AsyncDisposableStack()
  const redis = starting.use(await startRedisPair())
  const link = starting.use(await startTcpProxy(redis))
  const mongo = engine && engine.kind !== 'running' ? starting.use(await startMongo(engine)) : undefined
  const store = starting.use(mongo ? await mongoStoreAt(mongo.uri('registrar')) : await sqliteStore())
  makeAllKeys(store.settings.DATA_DIR)
  const variables = {
    ...store.settings,
    REDIS_URL: redis.url.replace(`:${redis.port}`, `:${link.port}`),
    RATE_LIMIT_PER_MINUTE: '0',
  }
  let logs = ''
  const receiver = starting.use(await startReceiver())
  const WEBHOOKS_FILE = writeEndpoints(store.settings.DATA_DIR, [endpointFor(ENDPOINT, receiver)])

  const keep = async (name: string, kind: ProcessKind, more: Record<string, string> = {}) => {
    let child: ChildProcess
    const start = () => {
      child = spawn(process.execPath, [kind.file], {
        env: kind.environment({ PATH: process.env['PATH'], ...variables, ...more }),
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      })
      for (const stream of [child.stdout!, child.stderr!])
        stream.setEncoding('utf8').on('data', (text) => (logs += text))
      return child
    }
    const untilReady = (started: ChildProcess) =>
      new Promise<undefined>((resolve) => started.once('message', () => resolve(undefined)))
    const quiet = pino({ level: 'silent' })
    const { signal: stopping } = new AbortController() // each is stopped on its own, by disposing
    await starting.use(supervise({ name, spawn: start, untilReady, log: quiet, stopSeconds: 25, stopping })).ready
    return { child: () => child }
  }
  const gateways = await Promise.all(
    Array.from({ length: GATEWAYS }, async (_, n) => {
      const port = await freePort()
      return {
        url: `http://127.0.0.1:${port}`,
        ...(await keep(`gateway ${n}`, PROCESSES.gateway, { PORT: `${port}` })),
      }
    }),
  )
  const workers = await Promise.all(Array.from({ length: WORKERS }, (_, n) => keep(`worker ${n}`, PROCESSES.worker)))
  const notifiers = await Promise.all(
    Array.from({ length: NOTIFIERS }, (_, n) => keep(`notifier ${n}`, PROCESSES.notifier, { WEBHOOKS_FILE })),
  )
  const port = await freePort()
  const directory = {
    url: `http://127.0.0.1:${port}`,
    key: addApiKey(apiKeyFilesBelow(store.settings.DATA_DIR).keysFile, { name: 'test', scopes: ['verify'] }),
    ...(await keep('directory', PROCESSES.directory, { DIRECTORY_PORT: `${port}` })),
  }
  const running = starting.move()
  return {
    gateways,
    workers,
    notifiers,
    directory,
    receiver,
    redis,
    link,
    store,
    mongo,
    logs: () => logs,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
