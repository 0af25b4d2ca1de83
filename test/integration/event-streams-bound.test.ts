import { serveApp } from '@registrar/shared/http/serve-app'
import { expect, it } from 'vitest'
import { linksOf } from '../../apps/gateway/src/http/paths.ts'
import { eventually } from '../support/eventually.ts'
import { openEvents } from '../support/http/event-streams.ts'
import { ANY_PORT, testGateway } from '../support/http/test-gateway.ts'

const UNKNOWN = '00000000-0000-4000-8000-000000000000'

it('more streams than the bound are refused with 503 and Retry-After until one is closed, one that begins during the shutdown ends, and none leaves a watch behind', async () => {
  const shutdown = new AbortController()
  const changes = {
    watching: 0,
    watch() {
      changes.watching++
      return { changed: waitFor, [Symbol.dispose]: () => void changes.watching-- }
    },
  }
  const gateway = await testGateway({
    readRegistration: async (jobId) => ({
      jobId,
      status: 'queued',
      createdAt: new Date().toISOString(),
      links: linksOf(jobId),
    }),
    changes,
    shutdown: shutdown.signal,
    maxStreams: 2,
  })
  await using server = await serveApp(gateway, ANY_PORT)
  using _left = { [Symbol.dispose]: () => shutdown.abort() } // or the server would wait for ever for its streams
  const [first, second] = [await openEvents(server.url, UNKNOWN), await openEvents(server.url, UNKNOWN)]

  const refused = await fetch(`${server.url}/register/${UNKNOWN}/events`)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)])
  expect(await refused.json()).toMatchObject({ code: 'overloaded' })

  first.close()
  const third = await eventually('room for another', async () => {
    const stream = await openEvents(server.url, UNKNOWN)
    return stream.response.statusCode === 200 && stream
  })
  shutdown.abort()
  await Promise.all([second.ended, third.ended])
  const late = await openEvents(server.url, UNKNOWN)
  await late.ended
  expect(late.events.map(({ id }) => id)).toEqual(['queued'])
  const head = await fetch(`${server.url}/register/${UNKNOWN}/events`, { method: 'HEAD' })
  expect(head.status).toBe(200)
  await eventually('nothing is watched any longer', () => changes.watching === 0)
})

const waitFor = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
