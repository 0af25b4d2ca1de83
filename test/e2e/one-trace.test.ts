import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { jobIdOf, PASSWORD, register } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { startNotifier, startWorker } from '../support/processes/service-process.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { logLines } from '../support/strict-json.ts'
import { startReceiver } from '../support/webhooks/receiver.ts'
import { endpointFor, keys, writeEndpoints } from '../support/webhooks/webhook-stage.ts'

it('one traceparent goes from the request over the job, the insert and the stream to the webhook', async () => {
  await using store = await storeEngines[0]!.create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  await using shop = await startReceiver()
  const WEBHOOKS_FILE = writeEndpoints(store.settings.DATA_DIR, [endpointFor('shop', shop)])
  await using _notifier = await startNotifier({ REDIS_URL: registrar.redis.url, WEBHOOKS_FILE })
  const traceparent = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`
  const username = freshName()
  const send = (name: string, headers: Record<string, string>) =>
    register(registrar.gateway.url, { username: name, password: PASSWORD }, headers).then(jobIdOf)

  const traced = await send(username, { traceparent })
  const damaged = await send(freshName(), { traceparent: traceparent.toUpperCase() })
  const redis = new Redis(registrar.redis.url)
  const dataOf = async (jobId: string) => JSON.parse((await redis.hget(keys.job(jobId), 'data'))!)
  expect(await dataOf(traced)).toMatchObject({ traceparent })
  expect(await dataOf(damaged)).not.toHaveProperty('traceparent')

  await using worker = await startWorker(registrar.variables)
  await eventually('both events arrive', () => shop.accepted.has(traced) && shop.accepted.has(damaged))
  const entries = await redis.xrange(keys.outcomes, '-', '+')
  redis.disconnect()
  const lineAbout = (jobId: string) =>
    eventually('the worker has logged it', () => logLines(worker.output()).find((line) => line['jobId'] === jobId))
  const webhookAbout = (jobId: string) => shop.received.find(({ id }) => id === jobId)!

  expect(await lineAbout(traced)).toMatchObject({ msg: 'registration ended', status: 'completed', traceparent })
  expect(await store.rows()).toContainEqual(expect.objectContaining({ username, jobId: traced }))
  expect(entries.find(([, fields]) => fields.includes(traced))![1]).toContain(traceparent)
  expect(webhookAbout(traced).headers).toMatchObject({ traceparent })
  expect(await lineAbout(damaged)).not.toHaveProperty('traceparent')
  expect(webhookAbout(damaged).headers).not.toHaveProperty('traceparent')
})
