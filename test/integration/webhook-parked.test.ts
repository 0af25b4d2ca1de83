import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { BEHAVIOURS, startReceiver } from '../support/webhooks/receiver.ts'
import { endpointFor, keys, openWebhookStage } from '../support/webhooks/webhook-stage.ts'

describe('an endpoint that fails five times in a row', () => {
  it('is parked: its events wait without using up an attempt, over a restart, until a probe is answered', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    shop.behave(BEHAVIOURS.fails)
    const endpoints = [endpointFor('shop', shop)]
    const first = await stage.startNotifier(endpoints)
    const early = await stage.publish(5)
    await eventually('it is parked', async () => (await stage.record('shop'))['parkedSince'])
    const attempts = shop.received.length

    const late = await stage.publish(50)
    first.child.kill('SIGTERM')
    await first.exited
    await stage.startNotifier(endpoints)
    await stage.probeNow('shop')
    await eventually('a probe', () => shop.received.length > attempts)
    await eventually('the next probe is set', async () => Number((await stage.record('shop'))['probes']) === 1)
    const probed = shop.received.at(-1)!.id
    expect(shop.received).toHaveLength(attempts + 1)
    expect(Number((await stage.record('shop'))['probeAt'])).toBeGreaterThan(Date.now() + 100_000)

    shop.behave(BEHAVIOURS.accepts)
    await stage.probeNow('shop')
    await eventually('everything follows', () => shop.accepted.size === 55)

    expect(early.map(({ eventId }) => eventId)).toContain(probed)
    expect([...shop.accepted].toSorted()).toEqual([...early, ...late].map(({ eventId }) => eventId).toSorted())
    for (const { eventId } of late) expect(shop.received.filter(({ id }) => id === eventId)).toHaveLength(1)
    expect(await stage.record('shop')).not.toHaveProperty('parkedSince')
    await eventually('it has been logged', () => stage.output().includes('endpoint parked'))
  })

  it('leaves its events in the stream, where they cost Redis nothing more', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    shop.behave(BEHAVIOURS.fails)
    await stage.startNotifier([endpointFor('shop', shop)])
    await stage.publish(5)
    await eventually('it is parked', async () => (await stage.record('shop'))['parkedSince'])

    await stage.publish(500)
    const [group] = (await stage.client.xinfo('GROUPS', keys.outcomes)) as unknown[][]
    expect(group!.at(-1)).toBeGreaterThanOrEqual(300) // its lag: at most one batch was read before
  })

  it('is probed by one of several notifiers', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    shop.behave(BEHAVIOURS.fails)
    const endpoints = [endpointFor('shop', shop)]
    await Promise.all([stage.startNotifier(endpoints), stage.startNotifier(endpoints), stage.startNotifier(endpoints)])
    await stage.publish(5)
    await eventually('it is parked', async () => (await stage.record('shop'))['parkedSince'])
    await eventually(
      'all attempts have ended',
      async () => (await stage.client.llen(keys.deliveries('shop').active)) === 0,
    )
    const attempts = shop.received.length

    await stage.probeNow('shop')
    await eventually('a probe', async () => Number((await stage.record('shop'))['probes']) === 1)
    await eventually('its answer', async () => stage.output().includes('endpoint still parked'))
    expect(shop.received).toHaveLength(attempts + 1)
  })
})

describe('an endpoint that answers 410', () => {
  it('is parked until an operator resumes it, and never probed', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    shop.behave(BEHAVIOURS['is gone'])
    await stage.startNotifier([endpointFor('shop', shop)])
    await stage.publish()
    await eventually('it is parked', async () => (await stage.record('shop'))['parkedBecause'] === 'gone')
    const job = () => stage.client.llen(keys.deliveries('shop').wait)
    await eventually('its event waits', async () => (await job()) === 1)

    await stage.probeNow('shop')
    await using other = await startReceiver()
    await stage.startNotifier([endpointFor('shop', shop), endpointFor('other', other)])
    await stage.publish()
    await eventually('others get theirs', () => other.accepted.size >= 1)

    expect(shop.received).toHaveLength(1)
    expect(await stage.record('shop')).toMatchObject({ probes: '0' })
  })
})
