import { describe, expect, it } from 'vitest'
import { groupOf, makeGroups } from '../../apps/notifier/src/stream/consumer-groups.ts'
import { readNext } from '../../apps/notifier/src/stream/read-entries.ts'
import { eventually } from '../support/eventually.ts'
import { BEHAVIOURS, startReceiver } from '../support/webhooks/receiver.ts'
import { endpointFor, keys, openWebhookStage } from '../support/webhooks/webhook-stage.ts'

/** How many entries have been read for the endpoint `shop` and not acknowledged. */
async function pendingOf({ client }: Pick<Awaited<ReturnType<typeof openWebhookStage>>, 'client'>): Promise<unknown> {
  const [pending] = (await client.xpending(keys.outcomes, groupOf('shop'))) as unknown[]
  return pending
}

const ids = (events: { eventId: string }[]) => events.map(({ eventId }) => eventId).toSorted()

describe('an endpoint gets', () => {
  it('on a new install every event from the first registration on, whenever the notifier starts', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    const before = await stage.publish(3)
    await stage.startNotifier([endpointFor('shop', shop)])

    await eventually('they arrive', () => shop.accepted.size === 3)
    expect([...shop.accepted].toSorted()).toEqual(ids(before))
  })

  it('that is new in the file, what happens from then on, and the others miss nothing', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    await using crm = await startReceiver()
    const first = await stage.startNotifier([endpointFor('shop', shop)])
    const early = await stage.publish(3)
    await eventually('they arrive', () => shop.accepted.size === 3)
    first.child.kill('SIGTERM')
    expect(await first.exited).toBe(0)
    const between = await stage.publish(2) // before the file names the other
    await eventually('the clock of files moves on', () => Date.now() > Date.parse(between[1]!.finishedAt) + 20)

    await stage.startNotifier([endpointFor('shop', shop), endpointFor('crm', crm)])
    const late = await stage.publish(4)
    await eventually('they arrive', () => shop.accepted.size === 9 && crm.accepted.size === 4)

    expect([...crm.accepted].toSorted()).toEqual(ids(late))
    expect([...shop.accepted].toSorted()).toEqual(ids([...early, ...between, ...late]))
  })

  it('everything once, from several notifiers together', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    const endpoints = [endpointFor('shop', shop)]
    await Promise.all([1, 2, 3].map(() => stage.startNotifier(endpoints)))
    const events = await stage.publish(300)

    await eventually('they arrive', () => shop.accepted.size === 300)
    expect(shop.received).toHaveLength(300)
    expect([...shop.accepted].toSorted()).toEqual(ids(events))
  })

  it('after a pause what waited, at no more than 250 a second, then as fast as it can', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    shop.behave(BEHAVIOURS.fails)
    await stage.startNotifier([endpointFor('shop', shop)])
    await stage.publish(5)
    await eventually('it is parked', async () => (await stage.record('shop'))['parkedSince'])
    await stage.publish(1_000)
    shop.behave(BEHAVIOURS.accepts)
    await stage.probeNow('shop')
    let published = 1_005
    await eventually('it has caught up, while others register', async () => {
      published += (await stage.publish()).length
      return stage.output().includes('endpoint has caught up')
    })
    await eventually('everything has arrived', () => shop.accepted.size === published)

    const arrivals = shop.received.filter(({ id }) => shop.accepted.has(id)).map(({ at }) => at)
    const mostInASecond = Math.max(
      ...arrivals.map((at) => arrivals.filter((other) => other >= at && other < at + 1_000).length),
    )
    expect(mostInASecond).toBeLessThanOrEqual(500) // two of Redis's seconds may meet in one of ours
    expect(await stage.client.hmget(`bull:{register}:webhooks:shop:meta`, 'max')).toEqual([null])
  })
})

describe('an event that outlived the stream', () => {
  it('is counted and logged as an error that names the endpoint; the later ones are delivered', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    const first = await stage.startNotifier([endpointFor('shop', shop)])
    await stage.publish(2)
    await eventually('they arrive', () => shop.accepted.size === 2)
    await eventually('they are acknowledged', async () => (await pendingOf(stage)) === 0)
    first.child.kill('SIGKILL')
    await first.exited
    await stage.publish(7)
    await stage.client.xtrim(keys.outcomes, 'MAXLEN', 3) // as its age does it

    await stage.startNotifier([endpointFor('shop', shop)])
    await eventually('the others arrive', () => shop.accepted.size === 5)
    await eventually('it is noted', async () => (await stage.record('shop'))['dropped'] === '4')
    const line = /"endpoint":"shop","events":4,.*events expired before they could be delivered/
    await eventually('it is logged', () => line.test(stage.output()))
  })

  it('after a notifier had read it and died is counted too', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    await makeGroups(stage.client, keys, ['shop'], new Date(0))
    await stage.publish(2)
    const { entries } = await readNext(stage.client, keys, { endpointId: 'shop', consumer: 'dead', count: 2 })
    for (const [id] of entries) // and has not been heard of for a minute
      await stage.client.xclaim(keys.outcomes, groupOf('shop'), 'dead', 0, id, 'IDLE', 60_000)
    await stage.client.xtrim(keys.outcomes, 'MAXLEN', 0)

    await stage.startNotifier([endpointFor('shop', shop)])
    await eventually('it is noted', async () => (await stage.record('shop'))['dropped'] === '2')
    expect(await pendingOf(stage)).toBe(0)
  })
})

it('a Redis that has lost its data is served again by a notifier that runs', async () => {
  await using stage = await openWebhookStage()
  await using shop = await startReceiver()
  await stage.startNotifier([endpointFor('shop', shop)])
  await stage.publish(2)
  await eventually('they arrive', () => shop.accepted.size === 2)

  await stage.client.flushall()
  const after = await stage.publish(2)

  await eventually('they arrive', () => ids(after).every((id) => shop.accepted.has(id)))
})

it('an entry that cannot be read is passed over with an error, and holds up nothing', async () => {
  await using stage = await openWebhookStage()
  await using shop = await startReceiver()
  await stage.startNotifier([endpointFor('shop', shop)])
  await stage.client.xadd(keys.outcomes, '*', 'type', 'registration.confused', 'eventId', 'x')
  await stage.publish()

  await eventually('the next arrives', () => shop.accepted.size === 1)
  expect(await pendingOf(stage)).toBe(0)
  await eventually('it is logged', () => stage.output().includes('skipping an unreadable entry'))
})
