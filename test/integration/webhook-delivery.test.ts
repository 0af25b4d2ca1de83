import { failureOf } from '@registrar/shared/contract/outcome-event'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { BEHAVIOURS, secretOf, startReceiver } from '../support/webhooks/receiver.ts'
import { endpointFor, openWebhookStage } from '../support/webhooks/webhook-stage.ts'

describe('an event', () => {
  it('arrives at every endpoint as a signed CloudEvent that says how the registration ended', async () => {
    await using stage = await openWebhookStage({ EVENT_SOURCE: 'https://sign-up.example' })
    await using shop = await startReceiver()
    await using mailer = await startReceiver()
    await stage.startNotifier([endpointFor('shop', shop), endpointFor('mailer', mailer)])

    const [event] = await stage.publish()
    await eventually('it arrives', () => shop.accepted.size === 1 && mailer.accepted.size === 1)

    const { eventId, jobId, type, ...rest } = event!
    expect(shop.received[0]!.event).toEqual({
      specversion: '1.0',
      id: eventId,
      source: 'https://sign-up.example',
      type,
      subject: jobId,
      time: event!.finishedAt,
      datacontenttype: 'application/json',
      data: { jobId, status: 'completed', ...rest },
    })
    expect([...shop.complaints, ...mailer.complaints]).toEqual([])
  })

  it('of a failed registration has no user name when its job could not be read', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    await stage.startNotifier([endpointFor('shop', shop)])

    await stage.stream.append(failureOf('a-job', 2, { createdAt: new Date(0), finishedAt: new Date(1) }))
    const { event } = await eventually('it arrives', () => shop.received[0])

    expect(event).toMatchObject({ id: 'a-job.failed.2', type: 'registration.failed', subject: 'a-job' })
    expect(event.data).toEqual({
      jobId: 'a-job',
      status: 'failed',
      reason: 'internal_error',
      createdAt: '1970-01-01T00:00:00.000Z',
      finishedAt: '1970-01-01T00:00:00.001Z',
    })
  })

  it('of a type that the endpoint does not want is not sent to it', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    await stage.startNotifier([endpointFor('shop', shop, { types: ['registration.failed'] })])

    await stage.publish(3)
    await stage.stream.append(failureOf('a-job', 1, { createdAt: new Date(), finishedAt: new Date() }))
    await eventually('the wanted one arrives', () => shop.accepted.size === 1)

    expect(shop.received.map(({ event }) => event.type)).toEqual(['registration.failed'])
  })

  it.each([['old'], ['new']])('is accepted by a receiver that knows the %s one of two secrets alone', async (which) => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver({ secret: secretOf(which[0]!) })
    await stage.startNotifier([endpointFor('shop', shop, { secrets: [secretOf('o'), secretOf('n')] })])

    await stage.publish()
    await eventually('it is accepted', () => shop.accepted.size === 1)

    expect(shop.complaints).toEqual([])
  })

  it('that failed is tried again under the same id after some 5 seconds', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    shop.behave(BEHAVIOURS.fails)
    await stage.startNotifier([endpointFor('shop', shop)])

    const [event] = await stage.publish()
    await eventually('the first attempt', () => shop.received.length === 1)
    shop.behave(BEHAVIOURS.accepts)
    await eventually('the second attempt', () => shop.accepted.has(event!.eventId))

    expect(shop.received.map(({ id }) => id)).toEqual([event!.eventId, event!.eventId])
    expect(shop.received[1]!.at - shop.received[0]!.at).toBeGreaterThan(3_900)
    expect(stage.output()).not.toContain('this must not be logged')
  })
})
