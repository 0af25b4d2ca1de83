import { ConfigurationError } from '@registrar/shared/process/environment'
import { explainRedisExit } from '../redis/explain-redis-exit.ts'
import { forgetOwnRedis, placeOwnRedis, untilRedisAnswers } from '../redis/own-redis.ts'
import { redisUrl, spawnRedis } from '../redis/redis-process.ts'
import { findRedisProgram } from '../redis/redis-program.ts'
import type { RedisWatchdog } from '../redis/redis-watchdog.ts'
import { type Supervision, supervise } from './supervise.ts'

/** Redis first reads its append-only file: a backlog of a million, 1 GB, takes some seconds. */
const START_SECONDS = 60

type OwnRedisOptions = { dataDir: string; watchdog: RedisWatchdog; resources: AsyncDisposableStack } & Supervision

/**
 * Starts the Redis of `dataDir` under supervision, to be stopped with `resources`, and notes its URL in that folder for
 * the operator's commands. Returns the URL.
 * @throws ConfigurationError when no Redis can be found here, or it does not start
 */
export async function startOwnRedis({ dataDir, watchdog, resources, ...rest }: OwnRedisOptions): Promise<string> {
  const program = findRedisProgram()
  resources.defer(() => forgetOwnRedis(dataDir))
  const place = await placeOwnRedis(dataDir)
  rest.stopping.throwIfAborted()
  const url = redisUrl(place)
  let explainExit: (() => string | undefined) | undefined
  const redis = supervise({
    ...rest,
    name: 'redis',
    spawn() {
      const child = spawnRedis(program, place)
      watchdog.watch(child)
      explainExit = explainRedisExit(child)
      return child
    },
    async untilReady() {
      await untilRedisAnswers(url, AbortSignal.timeout(START_SECONDS * 1_000))
      return url
    },
    explainExit: () => explainExit?.(),
  })
  resources.use(redis)
  await redis.ready.catch((error: Error) => {
    const reason = error.name === 'TimeoutError' ? `it did not answer within ${START_SECONDS} s` : error.message
    throw new ConfigurationError(`The Redis below DATA_DIR did not start: ${reason}`)
  })
  return url
}
