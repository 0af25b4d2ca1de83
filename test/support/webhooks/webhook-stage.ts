import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventOf, type OutcomeEvent } from '@registrar/shared/contract/outcome-event'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { redisKeys } from '@registrar/shared/redis/keys'
import { createOutcomeStream } from '@registrar/shared/redis/outcome-stream'
import { Redis } from 'ioredis'
import { type ServiceProcess, startNotifier } from '../processes/service-process.ts'
import { type RedisServer, startRedis } from '../redis/redis-server.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import type { startReceiver } from './receiver.ts'

export const keys = redisKeys(QUEUE_NAME)

/** Writes a file of endpoints as the notifier wants it. */
export function writeEndpoints(folder: string, endpoints: unknown, mode = 0o600): string {
  const file = join(folder, 'webhooks.json')
  writeFileSync(file, JSON.stringify(endpoints), { mode })
  return file
}

type Receiver = Awaited<ReturnType<typeof startReceiver>>

/** One endpoint of the file for a receiver on this machine. */
export const endpointFor = (id: string, { url }: Pick<Receiver, 'url'>, more: object = {}) => ({
  id,
  url,
  secrets: [`whsec_${Buffer.alloc(32, 'a').toString('base64')}`],
  allowPrivateAddresses: true,
  ...more,
})

/** A Redis with an outcome stream, and the notifiers that a test starts on it: no gateway, no worker, no store. */
export async function openWebhookStage(variables: Record<string, string> = {}) {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(temporaryFolder()).path
  const redis: RedisServer = opening.use(await startRedis())
  const client = opening.adopt(new Redis(redis.url), (connection) => connection.disconnect())
  client.on('error', () => {}) // a test may kill its Redis
  const stream = createOutcomeStream({ redis: client, keys, ttlSeconds: 3_600, streamSeconds: 3_600 })
  const notifiers: ServiceProcess[] = []
  const stage = opening.move()
  return {
    redis,
    client,
    stream,
    folder,
    async startNotifier(endpoints: unknown, more: Record<string, string> = {}) {
      const WEBHOOKS_FILE = writeEndpoints(folder, endpoints)
      const notifier = stage.use(await startNotifier({ REDIS_URL: redis.url, WEBHOOKS_FILE, ...variables, ...more }))
      notifiers.push(notifier)
      return notifier
    },
    /** Ends `count` registrations, and returns their events. */
    async publish(count = 1): Promise<OutcomeEvent[]> {
      const events = Array.from({ length: count }, completedEvent)
      await Promise.all(events.map(({ outcome, event }) => stream.end(outcome, event)))
      return events.map(({ event }) => event)
    },
    /** What Redis remembers of an endpoint. */
    record: (endpointId: string) => client.hgetall(keys.endpoint(endpointId)),
    /** Lets the next probe of a parked endpoint be due now. */
    probeNow: (endpointId: string) => client.hset(keys.endpoint(endpointId), 'probeAt', Date.now()),
    output: () => notifiers.map((notifier) => notifier.output()).join(''),
    [Symbol.asyncDispose]: () => stage.disposeAsync(),
  }
}

/** A registration that has just been completed. */
function completedEvent() {
  const now = new Date().toISOString()
  const outcome = { status: 'completed', userId: randomUUID(), createdAt: now, finishedAt: now } as const
  const jobId = randomUUID()
  return { outcome, event: eventOf(jobId, `user-${jobId.slice(0, 8)}`, outcome) }
}
