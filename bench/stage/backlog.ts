import { randomBytes, randomUUID } from 'node:crypto'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { createSealer } from '@registrar/shared/keys/seal'
import { keyFilesBelow, readPublicKey } from '@registrar/shared/keys/sealing-key-files'
import { createOutageLog } from '@registrar/shared/process/outage-log'
import { redisKeys } from '@registrar/shared/redis/keys'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { createRegistrationQueue } from '../../apps/gateway/src/register/registration-queue.ts'

/** Where BullMQ is fastest on one connection. */
const IN_FLIGHT = 50

/** Adds registrations as the gateway does, without HTTP in front. */
export type BenchQueue = AsyncDisposable & {
  /** Adds one registration under an unused name, and returns its job id. */
  add(): Promise<string>
}

/**
 * Opens the queue with the gateway's own modules: what waits in it is byte for byte what a gateway would have added,
 * sealed password included.
 */
export async function openQueue(redisUrl: string, dataDir: string): Promise<BenchQueue> {
  const redis = new Redis(redisUrl, { enableOfflineQueue: false, lazyConnect: true })
  await redis.connect()
  const log = pino({ level: 'silent' })
  const queue = createRegistrationQueue(redis, redisKeys(QUEUE_NAME), createOutageLog(log, { down: '', up: '' }))
  const sealer = createSealer(readPublicKey(keyFilesBelow(dataDir).publicFile))
  return {
    async add() {
      const jobId = randomUUID()
      const username = `u${randomBytes(8).toString('hex')}`
      const binding = { purpose: 'registration', jobId, canonicalUsername: username } as const
      const sealed = sealer.seal('correct horse battery staple', binding)
      await queue.add(jobId, { version: 1, userId: randomUUID(), username, sealed, requestId: randomUUID() })
      return jobId
    },
    async [Symbol.asyncDispose]() {
      sealer[Symbol.dispose]()
      await queue.close()
      redis.disconnect()
    },
  }
}

/** Adds `count` registrations and returns their job ids, oldest first except for those that were in flight together. */
export async function fillBacklog(queue: BenchQueue, count: number): Promise<string[]> {
  const jobIds: string[] = []
  let begun = 0
  const add = async () => {
    while (begun++ < count) jobIds.push(await queue.add())
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, add))
  return jobIds
}
