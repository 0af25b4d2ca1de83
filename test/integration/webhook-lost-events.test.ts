import { expect, it } from 'vitest'
import { makeGroups } from '../../apps/notifier/src/stream/consumer-groups.ts'
import { readNext, skipLost } from '../../apps/notifier/src/stream/read-entries.ts'
import { keys, openWebhookStage } from '../support/webhooks/webhook-stage.ts'

const next = (stage: Awaited<ReturnType<typeof openWebhookStage>>) =>
  readNext(stage.client, keys, { endpointId: 'shop', consumer: 'notifier', count: 2 })

it('what leaves the stream before an endpoint has read it is counted once, and what follows is read once', async () => {
  await using stage = await openWebhookStage()
  await makeGroups(stage.client, keys, ['shop'], new Date(0))
  await stage.publish(2)
  expect(await next(stage)).toMatchObject({ lost: undefined, entries: { length: 2 } })

  await stage.publish(7)
  await stage.client.xtrim(keys.outcomes, 'MAXLEN', 3) // as its age does it
  expect(await next(stage)).toMatchObject({ lost: { events: 4 }, entries: { length: 2 } })
  expect(await skipLost(stage.client, keys, 'shop')).toBeUndefined()
  expect(await next(stage)).toMatchObject({ lost: undefined, entries: { length: 1 } })
  expect(await next(stage)).toMatchObject({ lost: undefined, entries: [] })
})

it('a parked endpoint, which reads nothing, loses no count: what it has lost since the last look is added', async () => {
  await using stage = await openWebhookStage()
  await makeGroups(stage.client, keys, ['shop'], new Date(0))
  await stage.publish(5)
  await stage.client.xtrim(keys.outcomes, 'MAXLEN', 3)
  expect(await skipLost(stage.client, keys, 'shop')).toMatchObject({ events: 2 })
  await stage.client.xtrim(keys.outcomes, 'MAXLEN', 0)
  expect(await skipLost(stage.client, keys, 'shop')).toMatchObject({ events: 3 })
  expect(await skipLost(stage.client, keys, 'shop')).toBeUndefined()
  await stage.publish(1)
  expect(await next(stage)).toMatchObject({ lost: undefined, entries: { length: 1 } })
})
