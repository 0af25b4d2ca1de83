import type { Delivery } from '@registrar/shared/queue/delivery'
import { createQueueWorker } from '@registrar/shared/queue/queue-worker'
import { connectRedis } from '@registrar/shared/redis/connect-redis'
import { queueKeys } from '@registrar/shared/redis/keys'
import { Queue } from 'bullmq'
import { pino } from 'pino'
import { freshName } from '../names.ts'
import type { RedisServer } from './redis-server.ts'

export class Refused extends Error {
  readonly code = 'refused'
}

/** A queue of some other kind of job, below a prefix of its own, and a worker on it. */
export function startQueueWork(
  server: RedisServer,
  process: (delivery: Delivery) => Promise<void>,
  port = server.port,
) {
  const keys = queueKeys(freshName(), 'bull:{other}')
  const logged: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
  const options = { maxRetriesPerRequest: null }
  const redis = connectRedis(server.url.replace(`:${server.port}`, `:${port}`), log, options)
  const connection = connectRedis(server.url, pino({ level: 'silent' }), options)
  const queue = new Queue(keys.queue.name, { connection, prefix: keys.queue.prefix })
  queue.on('error', () => {})
  const shutdown = new AbortController()
  const failed: [string, string][] = []
  const worker = createQueueWorker({
    redis,
    keys,
    process,
    failureCodeOf: (error) => (error instanceof Refused ? error.code : undefined),
    onFailed: (jobId, code) => failed.push([jobId, code]),
    shutdown: shutdown.signal,
    concurrency: 4,
    failedTtlSeconds: 60,
    drainSeconds: 5,
    log,
  })
  return {
    keys,
    redis,
    worker,
    shutdown,
    failed,
    logged: () => logged.join(''),
    add: (jobId: string, data: unknown = {}, delay = 0) => queue.add('any', data, { jobId, delay, stackTraceLimit: 0 }),
    async [Symbol.asyncDispose]() {
      shutdown.abort()
      await worker[Symbol.asyncDispose]()
      await queue.close()
      redis.disconnect()
      connection.disconnect()
    },
  }
}
