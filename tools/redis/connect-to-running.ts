import { existsSync, readFileSync } from 'node:fs'
import { parseEnvironment } from '@registrar/shared/process/environment'
import { commonSettings } from '@registrar/shared/process/settings'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import { ownRedisUrlFile } from './own-redis.ts'
import { reachRedis } from './reach-redis.ts'

/**
 * Connects an operator's command to REDIS_URL or, without it, to the Redis of the `npm start` that runs on DATA_DIR.
 * @throws ConfigurationError when neither can be reached, or does not have the database
 */
export async function connectToRunning(variables: NodeJS.ProcessEnv): Promise<Redis> {
  const { DATA_DIR } = parseEnvironment(z.object({ DATA_DIR: commonSettings.DATA_DIR }), variables)
  const file = ownRedisUrlFile(DATA_DIR)
  const ownUrl = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const { REDIS_URL } = parseEnvironment(z.object({ REDIS_URL: commonSettings.REDIS_URL }), {
    REDIS_URL: variables['REDIS_URL'] || ownUrl,
  })
  return reachRedis(REDIS_URL)
}
