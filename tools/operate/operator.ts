import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { redisKeys } from '@registrar/shared/redis/keys'
import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { connectToRunning } from '../redis/connect-to-running.ts'

export const keys = redisKeys(QUEUE_NAME)

/** What a command works on. */
export type Operator = { redis: Redis; queue: Queue }

/** The arguments of a command; each uses the ones it supports. */
export type Arguments = {
  jobIds: string[]
  status: 'failed' | 'waiting' | 'active'
  reason: string | undefined
  limit: number | undefined
  isAll: boolean
  isDryRun: boolean
  /** Do not ask. */
  isYes: boolean
  isWatching: boolean
  /** Prints JSON in place of sentences. */
  isJson: boolean
}

/** One of `npm run operate`. Resolves to the exit code. */
export type Command = (operator: Operator, given: Arguments) => Promise<number>

/** Connects to REDIS_URL, or to the Redis of the `npm start` on DATA_DIR. @throws ConfigurationError */
export async function openOperator(variables: NodeJS.ProcessEnv): Promise<Operator & AsyncDisposable> {
  const redis = await connectToRunning(variables)
  const queue = new Queue(keys.queue.name, {
    connection: redis,
    prefix: keys.queue.prefix,
    skipVersionCheck: true,
    skipMetasUpdate: true, // a command that only reads writes nothing, and the gateways' own settings stand
  })
  queue.on('error', () => {}) // the failing command reports it
  return {
    redis,
    queue,
    async [Symbol.asyncDispose]() {
      await queue.close()
      redis.disconnect()
    },
  }
}
