import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { accepted, outcomeOf, PASSWORD, readRegistration, register } from '../support/http/client.ts'
import { openEvents } from '../support/http/event-streams.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { startWorker } from '../support/processes/service-process.ts'
import { sharedRegistrar } from '../support/processes/shared-registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const { create } = storeEngines[0]!
const UNKNOWN = '00000000-0000-4000-8000-000000000000'

describe('an event stream', () => {
  const registrar = sharedRegistrar()

  it('of a registration that has ended gives the outcome and ends, as often as it is resumed', async () => {
    const jobId = await accepted(registrar.url, freshName())
    const outcome = await outcomeOf(registrar.url, jobId)
    for (const headers of [{}, { 'last-event-id': 'completed' }, { 'last-event-id': 'queued' }]) {
      const stream = await openEvents(registrar.url, jobId, headers as Record<string, string>)
      await stream.ended
      expect(stream.events).toEqual([{ id: 'completed', retry: expect.any(Number), data: outcome }])
    }
  })

  it('is what its links say, and is neither cached nor held back', async () => {
    const answer = await register(
      registrar.url,
      { username: freshName(), password: PASSWORD },
      { 'x-request-id': 'my-request' },
    )
    const { jobId, links } = (await answer.json()) as { jobId: string; links: { events: string } }
    expect(links.events).toBe(`/register/${jobId}/events`)
    const { response, close } = await openEvents(registrar.url, jobId, { 'x-request-id': 'my-stream' })
    expect(response.statusCode).toBe(200)
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-request-id': 'my-stream',
    })
    close()
  })

  it('of an unknown registration is refused, HEAD answers without waiting, and other methods get 405 with Allow', async () => {
    const jobId = await accepted(registrar.url, freshName())
    for (const id of [UNKNOWN, 'not-a-uuid', 'events']) {
      // the last is a key of the queue's own
      const answer = await fetch(`${registrar.url}/register/${id}/events`)
      expect([answer.status, await answer.json()]).toEqual([404, expect.objectContaining({ code: 'not_found' })])
    }
    const head = await fetch(`${registrar.url}/register/${jobId}/events`, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'text/event-stream', ''])
    expect(registrar.output()).not.toContain('Error')
    const posted = await fetch(`${registrar.url}/register/${jobId}/events`, { method: 'POST', body: 'x' })
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })
})

it('a stream gives the state at once, every change, and ends after the outcome', async () => {
  await using store = await create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const { url } = registrar.gateway
  const jobId = await accepted(url, 'ada')
  const stream = await openEvents(url, jobId)
  await eventually('the state at once', () => stream.events.length === 1)
  expect(stream.events[0]!.data).toEqual(await readRegistration(url, jobId))

  await using _worker = await startWorker({ ...registrar.variables, ARGON2_TIME_COST: '40' }) // slow enough to be seen
  await stream.ended
  expect(stream.events.map(({ id }) => id)).toEqual(['queued', 'processing', 'completed'])
  expect(stream.events.map(({ data }) => data['status'])).toEqual(['queued', 'processing', 'completed'])
  expect(stream.events[2]!.data).toEqual(await readRegistration(url, jobId))
  expect(stream.events[0]!.retry).toBeLessThan(10_000) // a cut stream is resumed soon …
  expect(stream.events[2]!.retry).toBeGreaterThan(60_000) // … and one that has ended seldom
})

it('a name that is taken ends the stream as rejected', async () => {
  await using store = await create()
  await using registrar = await startRegistrar({ store })
  const { url } = registrar.gateway
  await outcomeOf(url, await accepted(url, 'grace'))
  const stream = await openEvents(url, await accepted(url, 'GRACE'))
  await stream.ended
  expect(stream.events.at(-1)).toMatchObject({ id: 'rejected', data: { reason: 'username_taken' } })
})

it('a stream outlives an absence of Redis and then gives the outcome', async () => {
  await using store = await create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const { url } = registrar.gateway
  const jobId = await accepted(url, 'ada')
  const stream = await openEvents(url, jobId)
  await eventually('open', () => stream.events.length === 1)
  await registrar.redis.kill()
  await eventually('refused', async () => (await fetch(`${url}/register/${jobId}/events`)).status === 503)
  await registrar.redis.restart()
  await using _worker = await startWorker(registrar.variables)
  await stream.ended
  expect(stream.events.at(-1)!.id).toBe('completed')
})

it('a silent stream has a comment within 15 s, so that no proxy cuts it', async () => {
  await using store = await create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const stream = await openEvents(registrar.gateway.url, await accepted(registrar.gateway.url, 'ada'))
  await eventually('a comment', () => stream.text().endsWith('\n\n:\n\n'), 17_000)
  stream.close()
})

it('all streams and long polls of a gateway share one subscription', async () => {
  await using store = await create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const { url } = registrar.gateway
  const client = new Redis(registrar.redis.url)
  const connections = async () =>
    String(await client.client('LIST'))
      .trim()
      .split('\n').length
  const jobIds = await Promise.all(Array.from({ length: 20 }, () => accepted(url, freshName())))
  const before = await connections()
  const streams = await Promise.all(jobIds.flatMap((jobId) => [1, 2, 3].map(() => openEvents(url, jobId))))
  expect(await connections()).toBe(before)
  expect(await client.pubsub('NUMSUB', 'registrar:{register}:changes')).toEqual(['registrar:{register}:changes', 1])
  client.disconnect()

  await using _worker = await startWorker(registrar.variables)
  await Promise.all(streams.map(({ ended }) => ended))
  expect(streams.map(({ events }) => events.at(-1)!.id)).toEqual(streams.map(() => 'completed'))
})

it('at SIGTERM every stream ends in good order, and the gateway with code 0', async () => {
  await using store = await create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const { gateway } = registrar
  const jobId = await accepted(gateway.url, 'ada')
  const streams = await Promise.all(Array.from({ length: 50 }, () => openEvents(gateway.url, jobId)))
  const startedAt = performance.now()
  gateway.child.kill('SIGTERM')
  await Promise.all(streams.map(({ ended }) => ended))
  expect(await gateway.exited).toBe(0)
  expect(performance.now() - startedAt).toBeLessThan(15_000) // not by the deadline of 20 s
})
