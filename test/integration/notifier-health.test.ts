import { expect, it } from 'vitest'
import { freePort } from '../../tools/redis/own-redis.ts'
import { eventually } from '../support/eventually.ts'
import { unwatchedFetch } from '../support/http/watch-fetch.ts'
import { startReceiver } from '../support/webhooks/receiver.ts'
import { endpointFor, openWebhookStage } from '../support/webhooks/webhook-stage.ts'

it('a notifier says on its health port that it lives, and that it is ready while Redis takes writes', async () => {
  await using stage = await openWebhookStage()
  await using shop = await startReceiver()
  const port = await freePort()
  const statusOf = async (path: string) => (await unwatchedFetch(`http://127.0.0.1:${port}${path}`)).status
  await stage.startNotifier([endpointFor('shop', shop)], { HEALTH_PORT: `${port}` })
  await eventually('ready', async () => (await statusOf('/readyz')) === 200)

  await stage.redis.kill()
  await eventually('not ready', async () => (await statusOf('/readyz')) === 503)
  expect(await statusOf('/livez')).toBe(200)

  await stage.redis.restart()
  await eventually('ready again', async () => (await statusOf('/readyz')) === 200)
  expect(await statusOf('/anything')).toBe(404)
})
