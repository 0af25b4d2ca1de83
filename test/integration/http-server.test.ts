import { startHttpServer } from '@registrar/shared/http/http-server'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { HALF_A_BODY, HALF_A_HEADER, openRaw } from '../support/http/raw-connection.ts'
import { ANY_PORT } from '../support/http/test-gateway.ts'

const GET = 'GET / HTTP/1.1\r\nHost: registrar\r\n\r\n'

/** Answers GET at once, and everything else when its body is there. */
const start = (maxConnections: number) =>
  startHttpServer((request, response) => void request.resume().once('end', () => response.end('answered')), {
    ...ANY_PORT,
    maxConnections,
  })

it('a request that arrives just after the server began to close is answered, and told that the connection closes', async () => {
  const server = await start(10)
  using connection = await openRaw(server.url, GET)
  await eventually('an idle connection', () => connection.text().endsWith('answered'))
  const closed = server[Symbol.asyncDispose]()
  connection.socket.write(GET)
  const text = await connection.closed
  expect(text.match(/answered/g)).toHaveLength(2)
  expect(text.match(/connection: close/gi)).toHaveLength(1)
  await closed
})

describe('above the bound of connections', () => {
  it.each([
    ['says nothing', ''],
    ['has sent half a header', HALF_A_HEADER],
    ['has sent half a body', HALF_A_BODY],
    ['is idle', GET],
  ])('one that %s makes room for a new one, the oldest first', async (_what, text) => {
    await using server = await start(3)
    const old = []
    for (let n = 0; n < 3; n++) {
      const connection = await openRaw(server.url, text)
      if (text === GET) await eventually('answered', () => connection.text().endsWith('answered'))
      old.push(connection)
    }
    using fresh = await openRaw(server.url, GET)
    await eventually('the new one is answered', () => fresh.text().endsWith('answered'))
    await old[0]!.closed
    using other = await openRaw(server.url, GET)
    await eventually('and so is another', () => other.text().endsWith('answered'))
    await old[1]!.closed
    for (const connection of old) connection[Symbol.dispose]()
  })

  it('one that waits for its answer is never closed for a new one, which is refused instead', async () => {
    const answers: (() => void)[] = []
    await using server = await startHttpServer(
      (_request, response) => void answers.push(() => response.end('answered')),
      {
        ...ANY_PORT,
        maxConnections: 2,
      },
    )
    using first = await openRaw(server.url, GET)
    using second = await openRaw(server.url, GET)
    await eventually('both wait', () => answers.length === 2)
    using refused = await openRaw(server.url, GET)
    expect(await refused.closed).toBe('')
    for (const answer of answers) answer()
    await eventually('both are answered', () => [first, second].every(({ text }) => text().endsWith('answered')))
  })
})

it('one that has sent its next request before it had its answer keeps waiting for the second', async () => {
  const answers: (() => void)[] = []
  await using server = await startHttpServer(
    (_request, response) => void answers.push(() => response.end('answered')),
    { ...ANY_PORT, maxConnections: 1 },
  )
  using both = await openRaw(server.url, GET + GET)
  await eventually('both wait', () => answers.length === 2)
  answers[0]!()
  await eventually('one is answered', () => both.text().endsWith('answered'))
  using refused = await openRaw(server.url, GET)
  expect(await refused.closed).toBe('')
  answers[1]!()
  await eventually('both are answered', () => both.text().split('answered').length === 3)
})

it('one whose next request is incomplete when it has its answer makes room for a new one', async () => {
  await using server = await start(1)
  using old = await openRaw(server.url, GET + HALF_A_BODY)
  await eventually('the first is answered', () => old.text().endsWith('answered'))
  using fresh = await openRaw(server.url, GET)
  await eventually('the new one is answered', () => fresh.text().endsWith('answered'))
  await old.closed
})

it('a URL above 16 KiB is refused with a problem document, also while its client still sends; what is no HTTP with 400', async () => {
  await using server = await start(10)
  for (const length of [17_000, 4_000_000]) {
    const response = await fetch(`${server.url}/${'x'.repeat(length)}`)
    expect([response.status, response.headers.get('content-type')]).toEqual([413, 'application/problem+json'])
    expect(await response.json()).toMatchObject({
      code: 'content_too_large',
      instance: response.headers.get('x-request-id'),
    })
  }
  using garbage = await openRaw(server.url, 'this is no HTTP\r\n\r\n')
  expect(await garbage.closed).toBe('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
})
