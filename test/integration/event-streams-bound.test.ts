import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createGateway } from '../../apps/gateway/src/gateway.ts'
import { serveHttp } from '../../apps/gateway/src/http/http-server.ts'
import { createPage } from '../../apps/gateway/src/page/page.ts'
import { openEvents } from '../support/event-streams.ts'
import { eventually } from '../support/eventually.ts'

const UNKNOWN = '00000000-0000-4000-8000-000000000000'

it('more streams than the bound are refused with 503 and Retry-After until one is closed, and none leaves a watch behind', async () => {
  const leaving = new AbortController()
  const intake = { validateRegistration: () => expect.unreachable(), accept: () => expect.unreachable() }
  const changes = {
    watching: 0,
    watch() {
      changes.watching++
      return { changed: waitFor, [Symbol.dispose]: () => void changes.watching-- }
    },
  }
  const gateway = createGateway({
    ...intake,
    page: await createPage({ ...intake, settings: { title: 'T' }, passwordMinLength: 15, secret: Buffer.alloc(32) }),
    readRegistration: async (jobId) => ({
      jobId,
      status: 'queued',
      createdAt: new Date().toISOString(),
      links: { self: '', events: '' },
    }),
    changes,
    leaving: leaving.signal,
    maxStreams: 2,
    isReady: async () => true,
    log: pino({ level: 'silent' }),
  })
  await using server = await serveHttp(gateway, { host: '127.0.0.1', port: 0 })
  using _left = { [Symbol.dispose]: () => leaving.abort() } // or the server would wait for ever for its streams
  const [first, second] = [await openEvents(server.url, UNKNOWN), await openEvents(server.url, UNKNOWN)]

  const refused = await fetch(`${server.url}/register/${UNKNOWN}/events`)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)])
  expect(await refused.json()).toMatchObject({ code: 'overloaded' })

  first.close()
  const third = await eventually('room for another', async () => {
    const stream = await openEvents(server.url, UNKNOWN)
    return stream.response.statusCode === 200 && stream
  })
  leaving.abort()
  await Promise.all([second.ended, third.ended])
  const head = await fetch(`${server.url}/register/${UNKNOWN}/events`, { method: 'HEAD' })
  expect(head.status).toBe(200)
  await eventually('nothing is watched any longer', () => changes.watching === 0)
})

const waitFor = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
