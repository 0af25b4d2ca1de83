import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { BEHAVIOURS, startReceiver } from '../support/webhooks/receiver.ts'
import { endpointFor, openWebhookStage, writeEndpoints } from '../support/webhooks/webhook-stage.ts'
import { webhooks, webhooksJson } from '../support/webhooks/webhooks-command.ts'

describe('webhooks list', () => {
  it('says of each endpoint whether it works, what waits and what it last answered, and never a secret', async () => {
    await using stage = await openWebhookStage()
    await using good = await startReceiver()
    await using bad = await startReceiver()
    bad.behave(BEHAVIOURS.fails)
    await stage.startNotifier([
      endpointFor('good', good),
      endpointFor('bad', { url: `${bad.url}?token=in-the-query` }),
      endpointFor('idle', good, { types: ['registration.failed'] }),
    ])
    await stage.publish(6)
    await eventually('it is parked', async () => (await stage.record('bad'))['parkedSince'])
    await eventually('all have arrived', () => good.accepted.size === 6)

    const { code, stdout } = await webhooks(stage, ['list'])
    const lines = stdout.trim().split('\n')
    const standings = await webhooksJson<object[]>(stage, ['list'])

    expect(code).toBe(0)
    expect(lines).toHaveLength(3)
    expect(lines[0]).toMatch(/^good\s+working .* 0 waiting .*last answer 204/)
    expect(lines[1]).toMatch(/^bad\s+parked .*last answer 500.*five failures in a row/)
    expect(lines[2]).toMatch(/^idle\s+working/)
    expect(standings).toMatchObject([
      { id: 'good', state: 'working', waiting: 0, lastAnswer: '204' },
      { id: 'bad', state: 'parked', parkedBecause: 'failing', lastAnswer: '500' },
      { id: 'idle', state: 'working' },
    ])
    expect(stdout + JSON.stringify(standings)).not.toMatch(/whsec|YWFh|token|in-the-query/)
  })

  it('works before a notifier has ever run', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    writeEndpoints(stage.folder, [endpointFor('shop', shop)])

    expect(await webhooksJson(stage, ['list'])).toMatchObject([{ id: 'shop', state: 'working', waiting: 0 }])
  })
})

describe('webhooks test', () => {
  it('sends one signed event of its own type, and ends with 0 when it is accepted', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    writeEndpoints(stage.folder, [endpointFor('shop', shop)])

    const { code, stdout } = await webhooks(stage, ['test', 'shop'])

    expect({ code, stdout }).toEqual({ code: 0, stdout: 'shop accepted it: 204.\n' })
    expect(shop.received.map(({ event }) => event.type)).toEqual(['registrar.test'])
    expect(shop.complaints).toEqual([])
  })

  it('ends with 1 when the endpoint refuses, or has a private address that it may not have', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    shop.behave(BEHAVIOURS.redirects)
    writeEndpoints(stage.folder, [
      endpointFor('shop', shop),
      endpointFor('inside', { url: 'https://localhost/' }, { allowPrivateAddresses: false }),
    ])

    expect(await webhooks(stage, ['test', 'shop'])).toMatchObject({ code: 1, stdout: 'shop did not accept it: 302.\n' })
    expect(await webhooks(stage, ['test', 'inside'])).toMatchObject({
      code: 1,
      stdout: 'inside did not accept it: private address.\n',
    })
  })
})

describe('webhooks resume', () => {
  it('ends the parking of an endpoint that said 410, and everything follows', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    shop.behave(BEHAVIOURS['is gone'])
    await stage.startNotifier([endpointFor('shop', shop)])
    const events = await stage.publish(4)
    await eventually('it is parked', async () => (await stage.record('shop'))['parkedSince'])
    shop.behave(BEHAVIOURS.accepts)

    const { code, stdout } = await webhooks(stage, ['resume', 'shop'])
    await eventually('everything follows', () => events.every(({ eventId }) => shop.accepted.has(eventId)))

    expect(code).toBe(0)
    expect(stdout).toMatch(/^shop is parked; \d events in its queue/)
  })
})

describe('webhooks replay', () => {
  it('delivers again what the stream has since a time, under the same ids, and nothing that came before', async () => {
    await using stage = await openWebhookStage()
    await using shop = await startReceiver()
    await stage.startNotifier([endpointFor('shop', shop)])
    await stage.publish(2)
    await eventually('the first', () => shop.accepted.size === 2)
    const since = await eventually('the clock moves on', () => {
      const now = new Date()
      return Date.parse(shop.received.at(-1)!.event.time) < now.getTime() - 5 && now
    })
    const later = await stage.publish(3)
    await eventually('the others', () => shop.accepted.size === 5)

    const dry = await webhooks(stage, ['replay', 'shop', '--since', since.toISOString(), '--dry-run'])
    const { stdout, code } = await webhooks(stage, ['replay', 'shop', '--since', since.toISOString()])
    await eventually('they come again', () => shop.received.length >= 8)
    await stage.publish()
    await eventually('the next one', () => shop.accepted.size === 6)

    expect(code).toBe(0)
    expect(stdout).toMatch(/^3 events since /)
    expect(dry.stdout).toBe(stdout)
    expect(shop.received).toHaveLength(9)
    expect(
      shop.received
        .slice(5, 8)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(later.map(({ eventId }) => eventId).toSorted())
    expect((await webhooksJson<{ waiting: number }[]>(stage, ['list']))[0]!.waiting).toBe(0)
  })
})

describe('webhooks', () => {
  it.each([
    ['an endpoint that is not there', ['resume', 'nobody'], 'Unknown endpoint "nobody"; known endpoints: shop.'],
    ['no endpoint', ['test'], 'Name an endpoint; known endpoints: shop.'],
    ['another command', ['shout'], 'Unknown command "shout"; see --help.'],
    [
      'a time that is none',
      ['replay', 'shop', '--since', 'noon'],
      '--since is "noon"; it must be a time like 2026-11-25T10:00:00Z, or how long ago: 90m, 24h, 3d.',
    ],
    [
      'no time',
      ['backfill'],
      '--since is missing; it must be a time like 2026-11-25T10:00:00Z, or how long ago: 90m, 24h, 3d.',
    ],
    ['an option that is not there', ['list', '--loud'], "Unknown option '--loud'; see --help."],
  ])('says in one sentence what is wrong with %s', async (_, args, sentence) => {
    await using stage = await openWebhookStage()
    writeEndpoints(stage.folder, [endpointFor('shop', { url: 'http://127.0.0.1:9/' })])

    expect(await webhooks(stage, args)).toEqual({ code: 1, stdout: '', stderr: `${sentence}\n` })
  })

  it('explains itself', async () => {
    await using stage = await openWebhookStage()
    expect((await webhooks(stage, ['--help'])).stdout).toContain('backfill --since TIME')
  })
})
