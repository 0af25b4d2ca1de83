import { expect, it } from 'vitest'
import { freePort } from '../../tools/redis/own-redis.ts'
import { eventually } from '../support/eventually.ts'
import { accepted } from '../support/http/client.ts'
import { openEvents } from '../support/http/event-streams.ts'
import { HALF_A_BODY, HALF_A_HEADER, openRaw } from '../support/http/raw-connection.ts'
import { unwatchedFetch } from '../support/http/watch-fetch.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { type ServiceProcess, startWorker } from '../support/processes/service-process.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const { create } = storeEngines[0]!

/** SIGTERM ends it with 0, and not by the deadline of 20 s, and without a complaint. */
async function expectCleanExit(service: ServiceProcess) {
  const startedAt = performance.now()
  service.child.kill('SIGTERM')
  expect(await service.exited).toBe(0)
  expect(performance.now() - startedAt).toBeLessThan(15_000)
  expect(service.output()).not.toMatch(/"level":[56]0/)
}

it('clients that say nothing, or half of something, do not delay the shutdown of a gateway', async () => {
  await using store = await create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const { gateway } = registrar
  using _silent = await openRaw(gateway.url)
  using _header = await openRaw(gateway.url, HALF_A_HEADER)
  using _body = await openRaw(gateway.url, HALF_A_BODY)
  using idle = await openRaw(gateway.url, 'GET /livez HTTP/1.1\r\nHost: registrar\r\n\r\n')
  await eventually('one has its answer and stays idle', () => idle.text().includes('"ok"'))
  using again = await openRaw(gateway.url, `GET /livez HTTP/1.1\r\nHost: registrar\r\n\r\n${HALF_A_BODY}`)
  await eventually('one has begun a second request', () => again.text().includes('"ok"'))
  await expectCleanExit(gateway)
})

it('clients that say nothing, or half of something, do not delay the shutdown of a worker with a health port', async () => {
  await using store = await create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const port = await freePort()
  await using worker = await startWorker({ ...registrar.variables, HEALTH_PORT: `${port}` })
  const url = `http://127.0.0.1:${port}`
  using _silent = await openRaw(url)
  using _header = await openRaw(url, HALF_A_HEADER)
  using _body = await openRaw(url, HALF_A_BODY)
  expect((await unwatchedFetch(`${url}/readyz`)).status).toBe(200)
  await expectCleanExit(worker)
})

it('a client that does not read its event stream does not delay the shutdown', async () => {
  await using store = await create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const { gateway } = registrar
  const jobId = await accepted(gateway.url, 'ada')
  const request = `GET /register/${jobId}/events HTTP/1.1\r\nHost: registrar\r\n\r\n`
  using deaf = await openRaw(gateway.url, request)
  deaf.socket.pause()
  const other = await openEvents(gateway.url, jobId)
  await eventually('a stream is open', () => other.events.length === 1)
  await expectCleanExit(gateway)
  await other.ended
})

it('at SIGTERM each of a hundred long polls and streams is answered to its end, on a connection that says it closes', async () => {
  await using store = await create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const { gateway } = registrar
  const jobId = await accepted(gateway.url, 'ada')
  const poll = `GET /register/${jobId}?wait=30 HTTP/1.1\r\nHost: registrar\r\n\r\n`
  // Half of them send another request before the first is answered, as eager clients do.
  const polls = await Promise.all(
    Array.from({ length: 100 }, (_, n) => openRaw(gateway.url, n % 2 ? poll : poll + poll)),
  )
  const streams = await Promise.all(Array.from({ length: 100 }, () => openEvents(gateway.url, jobId)))
  await eventually('the streams are open', () => streams.every(({ events }) => events.length === 1))
  await expectCleanExit(gateway)
  await Promise.all(streams.map(({ ended }) => ended))
  for (const { closed } of polls) {
    const text = await closed
    expect(text).toMatch(/^HTTP\/1\.1 200 /)
    expect(text).toMatch(/\r\nconnection: close\r\n/i)
    expect(text).toMatch(/"status":"queued".*\}$/)
  }
})

it('at SIGTERM requests that the gateway has not even accepted from the kernel yet are answered', async () => {
  await using store = await create()
  await using registrar = await startRegistrar({ store, workers: 0 })
  const { gateway } = registrar
  gateway.child.kill('SIGSTOP')
  const request = 'GET /livez HTTP/1.1\r\nHost: registrar\r\n\r\n'
  const clients = await Promise.all(Array.from({ length: 200 }, () => openRaw(gateway.url, request)))
  gateway.child.kill('SIGTERM')
  gateway.child.kill('SIGCONT')
  const answers = await Promise.all(clients.map(({ closed }) => closed))
  expect(answers.filter((text) => !text.startsWith('HTTP/1.1 200 '))).toEqual([])
  expect(await gateway.exited).toBe(0)
})
