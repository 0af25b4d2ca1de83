import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort, untilRedisAnswers } from '../../tools/redis/own-redis.ts'
import { redisUrl, spawnRedis } from '../../tools/redis/redis-process.ts'
import { findRedisProgram } from '../../tools/redis/redis-program.ts'
import { keep } from './children.ts'

export type BenchRedis = AsyncDisposable & {
  url: string
  client: Redis
  pid: number
  /** A number of Redis's INFO. */
  info(field: string): Promise<number>
}

/** A Redis configured as `npm start` does it, append-only file included, with its files below `folder`. */
export async function startRedis(folder: string): Promise<BenchRedis> {
  const place = { folder: join(folder, 'redis'), port: await freePort(), password: 'only-for-this-bench' }
  const server = keep(spawnRedis(findRedisProgram(), place), 'SIGTERM', 'SIGTERM') // docker run cannot pass on a SIGKILL
  const url = redisUrl(place)
  await untilRedisAnswers(url, AbortSignal.timeout(30_000))
  const client = new Redis(url)
  return {
    url,
    client,
    pid: server.pid,
    async info(field) {
      return Number(new RegExp(`^${field}:([\\d.]+)`, 'm').exec(await client.info())?.[1])
    },
    async [Symbol.asyncDispose]() {
      client.disconnect()
      await server[Symbol.asyncDispose]()
    },
  }
}
