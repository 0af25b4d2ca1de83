import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { gatewaySecretFileBelow, makeGatewaySecretOnce } from '@registrar/shared/keys/gateway-secret'
import { keyFilesBelow, makeKeysOnce } from '@registrar/shared/keys/sealing-key-files'
import { parseEnvironment, wholeNumber } from '@registrar/shared/process/environment'
import { createLogger } from '@registrar/shared/process/logger'
import { announceReady, exitWhenTold, startOrExplain } from '@registrar/shared/process/service'
import { z } from 'zod'
import { GatewayConfig } from '../../apps/gateway/src/config.ts'
import { WorkerConfig } from '../../apps/worker/src/config.ts'
import { lastWordsOf } from '../redis/last-words.ts'
import { forgetOwnRedis, placeOwnRedis, untilRedisAnswers } from '../redis/own-redis.ts'
import { redisUrl, spawnRedis } from '../redis/redis-process.ts'
import { findRedisProgram } from '../redis/redis-program.ts'
import { claimDataDir } from './claim-data-dir.ts'
import { findSharedPort } from './find-shared-port.ts'
import { HELP, welcome } from './messages.ts'
import { supervise } from './supervise.ts'

const StartConfig = z.object({
  WORKERS: wholeNumber({ min: 0, max: 1_024 }).default(availableParallelism()),
})

await startOrExplain(async () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } })
  if (values.help) return console.log(HELP)

  // Everything is read before anything is started: one bad variable is one sentence, not one from each child.
  const variables = { ...process.env, REDIS_URL: process.env['REDIS_URL'] || 'redis://its-own' }
  const { GATEWAYS, HOST, PORT, WORKERS, DATA_DIR, LOG_LEVEL, DRAIN_SECONDS } = {
    ...parseEnvironment(StartConfig, process.env),
    ...parseEnvironment(GatewayConfig, variables),
    ...parseEnvironment(WorkerConfig, variables),
  }
  const log = await createLogger('registrar', LOG_LEVEL)
  const resources = new AsyncDisposableStack()
  const drainSeconds = DRAIN_SECONDS + 2
  exitWhenTold({ log, drainSeconds: drainSeconds * 2, resources }) // from the first child on, not only from the last
  try {
    await start()
  } catch (error) {
    await resources.disposeAsync() // a start that fails leaves nothing behind
    throw error
  }

  async function start() {
    resources.use(claimDataDir(DATA_DIR))
    const madeSecret = makeGatewaySecretOnce(gatewaySecretFileBelow(DATA_DIR))
    if (makeKeysOnce(keyFilesBelow(DATA_DIR)) || madeSecret)
      log.info({ folder: `${DATA_DIR}/keys` }, 'made the keys of the first run')

    const REDIS_URL = process.env['REDIS_URL'] || (await ownRedis())
    const env = { WORKER_CONCURRENCY: '1', ...process.env, REDIS_URL }
    for (let n = 1; n <= WORKERS; n++) await ownProcess(`worker ${n}`, 'apps/worker/main.ts', env)
    // One that is found here stays the same for a gateway that has to be started again.
    const port = GATEWAYS === 1 && PORT > 0 ? PORT : await findSharedPort({ host: HOST, port: PORT })
    let url: string | undefined
    for (let n = 1; n <= GATEWAYS; n++)
      url = await ownProcess(`gateway ${n}`, 'apps/gateway/main.ts', { ...env, PORT: `${port}` })
    console.log(welcome(url!, { gateways: GATEWAYS, workers: WORKERS }))
    announceReady(url) // to a program that started this one
  }

  async function ownRedis() {
    const program = findRedisProgram()
    const place = await placeOwnRedis(DATA_DIR)
    resources.defer(() => forgetOwnRedis(DATA_DIR))
    const untilReady = async () => {
      await untilRedisAnswers(redisUrl(place), AbortSignal.timeout(60_000))
      return redisUrl(place)
    }
    let lastWords: ReturnType<typeof lastWordsOf>
    const start = () => {
      const child = spawnRedis(program, place)
      lastWords = lastWordsOf(child)
      return child
    }
    const redis = supervise({
      name: 'redis',
      spawn: start,
      untilReady,
      lastWords: () => lastWords(),
      log,
      drainSeconds,
    })
    return await resources.use(redis).ready
  }

  async function ownProcess(name: string, file: string, env: NodeJS.ProcessEnv) {
    const start = () => spawn(process.execPath, [file], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env })
    const untilReady = (child: ReturnType<typeof start>) =>
      new Promise<string | undefined>((resolve) => {
        child.once('message', (message: { url?: string }) => resolve(message.url))
      })
    return await resources.use(supervise({ name, spawn: start, untilReady, log, drainSeconds })).ready
  }
})
