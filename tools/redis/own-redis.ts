import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { Redis } from 'ioredis'
import type { RedisPlace } from './redis-configuration.ts'
import { redisUrl } from './redis-process.ts'

/** Where `npm start` writes the URL of its own Redis, password included, for the operator's commands. */
export const ownRedisUrlFile = (dataDir: string) => join(dataDir, 'redis/url')

/** Chooses a free port and a password for the Redis below `dataDir`, and writes its URL (mode 0600). */
export async function placeOwnRedis(dataDir: string): Promise<RedisPlace> {
  const urlFile = ownRedisUrlFile(dataDir)
  if (existsSync(urlFile)) await shutDownLeftOver(readFileSync(urlFile, 'utf8'))
  const folder = dirname(urlFile)
  const place = { folder, port: await freePort(), password: randomBytes(18).toString('base64url') }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(urlFile, redisUrl(place), { mode: 0o600 })
  return place
}

/** Removes that file: the Redis has exited. */
export const forgetOwnRedis = (dataDir: string) => rmSync(ownRedisUrlFile(dataDir), { force: true })

/** Resolves when the Redis at `url` accepts commands. Rejects when `signal` aborts first. */
export async function untilRedisAnswers(url: string, signal: AbortSignal): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null })
  redis.on('error', () => {}) // not up yet
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  await Promise.race([redis.ping(), aborted]).finally(() => redis.disconnect())
}

/** Where its watchdog was killed too, the Redis of an earlier start may still run and hold the append-only file. */
async function shutDownLeftOver(url: string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => null, lazyConnect: true, connectTimeout: 1_000 })
  redis.on('error', () => {})
  const ended = new Promise((resolve) => redis.once('end', resolve))
  try {
    await redis.connect()
    redis.shutdown().catch(() => {}) // its answer is the end of the connection
  } catch {
    redis.disconnect() // nothing runs there
  }
  await ended
}

/** A port of the loopback address that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
