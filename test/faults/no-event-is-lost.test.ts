import { setTimeout as delay } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { groupOf } from '../../apps/notifier/src/stream/consumer-groups.ts'
import { eventually } from '../support/eventually.ts'
import { accepted } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { startInstrumentedNotifier } from '../support/processes/service-process.ts'
import type { RedisServer } from '../support/redis/redis-server.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { type Receiver, startReceiver } from '../support/webhooks/receiver.ts'
import { endpointFor, keys, openWebhookStage, writeEndpoints } from '../support/webhooks/webhook-stage.ts'
import { type FaultRun, startFaultRun } from './fault-run.ts'
import { retry } from './retry-command.ts'

const NOTIFIER_POINTS = ['entry read', 'event queued', 'entry acknowledged', 'attempt to be made', 'attempt made']
const WORKER_POINTS = ['hash done', 'user inserted', 'outcome written']

/** Long enough for the Redis to be killed meanwhile; the process then goes on by itself, while there is none. */
const LINGER_MS = '500'

/** The fault: Redis is killed, and is there again some time after the process has gone on without it. */
async function killFor(redis: RedisServer) {
  await redis.kill()
  await delay(2 * Number(LINGER_MS))
  await redis.restart()
}

/** Every entry of the stream has arrived, under its own id, each of a completion, and nothing else has. */
async function everyEventArrives(redisUrl: string, receiver: Receiver, count: number) {
  const redis = new Redis(redisUrl)
  try {
    const ids = await eventually('all entries are there', async () => {
      const entries = await redis.xrange(keys.outcomes, '-', '+')
      return entries.length >= count && entries.map(([, fields]) => fields[fields.indexOf('eventId') + 1]!)
    })
    await eventually('all have arrived', () => ids.every((id) => receiver.accepted.has(id)))
    await eventually('nothing is left to deliver', async () => (await left(redis)) === 0)
    expect(ids).toHaveLength(count)
    expect(new Set(ids).size).toBe(count)
    expect([...receiver.accepted].toSorted()).toEqual(ids.toSorted())
    expect(new Set(receiver.received.map(({ event }) => event.type))).toEqual(new Set(['registration.completed']))
    expect(receiver.complaints).toEqual([])
  } finally {
    redis.disconnect()
  }
}

/** Events that wait for the endpoint `shop`, are being delivered to it, or were read and not acknowledged. */
async function left(redis: Redis): Promise<number> {
  const queue = keys.deliveries('shop')
  const [waiting, active, delayed, [unacknowledged]] = await Promise.all([
    redis.llen(queue.wait),
    redis.llen(queue.active),
    redis.zcard(queue.delayed),
    redis.xpending(keys.outcomes, groupOf('shop')) as Promise<[number]>,
  ])
  return waiting + active + delayed + unacknowledged
}

describe.concurrent('a notifier killed', () => {
  it.each(NOTIFIER_POINTS)('at "%s": another delivers the event, under the same id', async (point) => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    const endpoints = [endpointFor('shop', shop)]
    const WEBHOOKS_FILE = writeEndpoints(stage.folder, endpoints)
    await using victim = await startInstrumentedNotifier({ REDIS_URL: stage.redis.url, WEBHOOKS_FILE, STOP_AT: point })
    await stage.publish(3)
    await victim.reached
    victim.child.kill('SIGKILL')
    await victim.exited

    await stage.startNotifier(endpoints)

    await everyEventArrives(stage.redis.url, shop, 3)
  })
})

describe.concurrent('a Redis killed while a notifier', () => {
  it.each(NOTIFIER_POINTS)('is at "%s": the event is delivered, under the same id', async (point) => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    const WEBHOOKS_FILE = writeEndpoints(stage.folder, [endpointFor('shop', shop)])
    await using notifier = await startInstrumentedNotifier({
      REDIS_URL: stage.redis.url,
      WEBHOOKS_FILE,
      LINGER_AT: point,
      LINGER_MS,
    })
    await stage.publish(3)
    await notifier.reached
    await killFor(stage.redis)

    await everyEventArrives(stage.redis.url, shop, 3)
  })
})

describe.concurrent.each(storeEngines)('with $name, of a registration', ({ create }) => {
  const startRun = async (resources: AsyncDisposableStack): Promise<{ run: FaultRun; shop: Receiver }> => {
    const store = resources.use(await create())
    const run = resources.use(await startFaultRun(store))
    const shop = resources.use(await startReceiver())
    const WEBHOOKS_FILE = writeEndpoints(store.settings.DATA_DIR, [endpointFor('shop', shop)])
    resources.use(await startInstrumentedNotifier({ REDIS_URL: run.redis.url, WEBHOOKS_FILE }))
    return { run, shop }
  }

  it.each(WORKER_POINTS)('whose worker is killed at "%s", the one event arrives', async (point) => {
    await using resources = new AsyncDisposableStack()
    const { run, shop } = await startRun(resources)
    const victim = await run.addWorker({ STOP_AT: point })
    const jobId = await accepted(run.gateway.url, freshName())
    await victim.reached
    victim.child.kill('SIGKILL')

    await run.addWorker()
    await run.untilGone(jobId)

    await everyEventArrives(run.redis.url, shop, 1)
  })

  it.each(WORKER_POINTS)('whose Redis is killed while its worker is at "%s", the one event arrives', async (point) => {
    await using resources = new AsyncDisposableStack()
    const { run, shop } = await startRun(resources)
    const worker = await run.addWorker({ LINGER_AT: point, LINGER_MS })
    const jobId = await accepted(run.gateway.url, freshName())
    await worker.reached
    await killFor(run.redis)
    await run.untilGone(jobId)

    await everyEventArrives(run.redis.url, shop, 1)
  })

  it('that fails, an event arrives before its job has failed, and another when the retry is completed', async () => {
    await using resources = new AsyncDisposableStack()
    const { run, shop } = await startRun(resources)
    const strange = await run.strangeKey()
    const victim = await run.addWorker({ SEALING_PRIVATE_KEY_FILES: strange, STOP_AT: 'failure written' })
    const jobId = await accepted(run.gateway.url, freshName())
    await victim.reached
    victim.child.kill('SIGKILL')
    const failing = await run.addWorker({ SEALING_PRIVATE_KEY_FILES: strange })
    await run.untilGone(jobId)
    await eventually('the failure arrives', () => shop.accepted.has(`${jobId}.failed.1`))
    failing.child.kill('SIGKILL')

    await run.addWorker()
    await retry(run, [jobId])
    await eventually('the completion arrives', () => shop.accepted.has(jobId))

    expect([...shop.accepted].toSorted()).toEqual([jobId, `${jobId}.failed.1`])
    expect(shop.received.map(({ event }) => event.data['reason'])).toContain('internal_error')
  })

  it('that fails again after a retry, a second event arrives, under another id', async () => {
    await using resources = new AsyncDisposableStack()
    const { run, shop } = await startRun(resources)
    await run.addWorker({ SEALING_PRIVATE_KEY_FILES: await run.strangeKey() })
    const jobId = await accepted(run.gateway.url, freshName())
    await eventually('the first failure', () => shop.accepted.has(`${jobId}.failed.1`))
    await run.untilGone(jobId)
    await retry(run, [jobId])

    await eventually('the second failure', () => shop.accepted.has(`${jobId}.failed.2`))
  })
})
