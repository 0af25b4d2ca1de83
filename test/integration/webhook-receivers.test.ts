import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { percentile } from '../../bench/rounds.ts'
import { eventually } from '../support/eventually.ts'
import { BEHAVIOURS, type Behaviour, startReceiver } from '../support/webhooks/receiver.ts'
import { endpointFor, keys, openWebhookStage } from '../support/webhooks/webhook-stage.ts'

const BAD = [
  'fails',
  'is gone',
  'asks for patience',
  'hangs',
  'resets',
  'redirects',
  'answers with 20 MB',
  'trickles',
] as const

// Side by side: two of them wait 15 s for the end of an attempt.
describe.concurrent('a receiver that', () => {
  it.each<[keyof typeof BEHAVIOURS, string]>([
    ['fails', '500'],
    ['asks for patience', '429'],
    ['hangs', 'time-out'],
    ['resets', 'connection reset'],
    ['redirects', '302'],
    ['answers with 20 MB', '500'],
    ['trickles', '500'],
  ])('%s has not got the event, which waits for its next attempt', async (name, answer) => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    shop.behave(BEHAVIOURS[name])
    await stage.startNotifier([endpointFor('shop', shop)])

    await stage.publish()
    await eventually('it waits', async () => (await stage.client.zcard(keys.deliveries('shop').delayed)) === 1)

    expect(await stage.record('shop')).toMatchObject({ failures: '1', lastAnswer: answer })
    expect(shop.received).toHaveLength(1)
    expect(stage.output()).not.toContain('this must not be logged')
  })

  it('accepts with an answer of 20 MB has got the event, and no more than a little of the answer is read', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    let written = 0
    let isClosed = false
    function* answer() {
      for (; written < 20_000_000; written += 50_000) yield Buffer.alloc(50_000, 'x')
    }
    shop.behave((response) => {
      response.writeHead(200).on('close', () => {
        isClosed = true
      })
      Readable.from(answer()).pipe(response) // no faster than it is read
    })
    await stage.startNotifier([endpointFor('shop', shop)])

    const [event] = await stage.publish()
    await eventually('the connection is closed', () => isClosed)
    await eventually('it is done with', async () => (await stage.record('shop'))['lastAnswer'] === '200')

    expect(shop.received.map(({ id }) => id)).toEqual([event!.eventId])
    const job = keys.deliveries('shop').job(event!.eventId)
    await eventually('it is gone from the queue', async () => (await stage.client.exists(job)) === 0)
    expect(written).toBeLessThan(10_000_000) // what both kernels hold of it, too
  })

  it('asks for a minute of patience gets it', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    shop.behave((response) => response.writeHead(503, { 'retry-after': '60' }).end())
    await stage.startNotifier([endpointFor('shop', shop)])

    const [event] = await stage.publish()
    await eventually('it waits', async () => (await stage.client.zcard(keys.deliveries('shop').delayed)) === 1)

    const delay = await stage.client.hget(keys.deliveries('shop').job(event!.eventId), 'delay')
    expect(Number(delay)).toBe(60_000)
  })
})

it('a healthy receiver is not held up by nine bad ones', async () => {
  const delays = async (bad: Behaviour[]) => {
    await using stage = await openWebhookStage()
    await using others = new AsyncDisposableStack()
    await using healthy = await startReceiver()
    const endpoints = [endpointFor('healthy', healthy)]
    for (const [n, behaviour] of bad.entries()) {
      const receiver = others.use(await startReceiver())
      receiver.behave(behaviour)
      endpoints.push(endpointFor(`bad-${n}`, receiver))
    }
    if (bad.length > 0) endpoints.push(endpointFor('unreachable', { url: 'http://127.0.0.1:9/' }))
    await stage.startNotifier(endpoints)
    await stage.publish()
    await eventually('the first', () => healthy.accepted.size === 1)

    const sentAt = new Map<string, number>()
    for (let n = 0; n < 200; n++) {
      const before = performance.now()
      const [event] = await stage.publish()
      sentAt.set(event!.eventId, before)
      await eventually('it arrives', () => healthy.accepted.size === n + 2)
    }
    expect(healthy.complaints).toEqual([])
    return healthy.received.slice(1).map(({ id, at }) => at - sentAt.get(id)!)
  }
  const alone = percentile(await delays([]), 0.99)
  const beside = percentile(await delays(BAD.map((name) => BEHAVIOURS[name])), 0.99)
  console.log(`p99 alone ${alone.toFixed(1)} ms, beside nine bad receivers ${beside.toFixed(1)} ms`)

  // A hanging receiver holds its connection for 15 s: whoever waited for it would wait that long.
  expect(beside).toBeLessThan(10_000)
})
