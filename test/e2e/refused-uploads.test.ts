import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { openRaw, type RawConnection } from '../support/http/raw-connection.ts'
import { sharedRegistrar } from '../support/processes/shared-registrar.ts'

const MIB = 1024 * 1024

const registrar = sharedRegistrar({ workers: 0 })

const chunked = (bytes: number) => `${`10000\r\n${'x'.repeat(0x10000)}\r\n`.repeat(bytes / 0x10000)}0\r\n\r\n`

/** Resolves when more can be written, or nothing any longer. */
const drained = ({ socket, closed }: RawConnection) => Promise.race([once(socket, 'drain').catch(() => closed), closed])

/** What a client reads that looks at nothing until it has written everything. */
async function readAfterWriting(head: string, body: string): Promise<string> {
  using connection = await openRaw(registrar.url)
  connection.socket.pause()
  for (let at = 0; at < body.length; at += 64 * 1024)
    if (!connection.socket.write(at === 0 ? head + body.slice(0, 64 * 1024) : body.slice(at, at + 64 * 1024)))
      await drained(connection)
  connection.socket.resume()
  const next = 'GET /livez HTTP/1.1\r\nHost: registrar\r\nConnection: close\r\n\r\n'
  if (!/connection: close/i.test(head)) connection.socket.write(next)
  return await connection.closed
}

describe('a client that reads only after it has sent its body sees why it was refused, and no reset', () => {
  const post = (path: string, headers: string) => `POST ${path} HTTP/1.1\r\nHost: registrar\r\n${headers}\r\n\r\n`
  const json = 'Content-Type: application/json\r\n'

  it.each([1, 3, 10])('413: %i MiB of JSON', async (size) => {
    const answers = await readAfterWriting(
      post('/register', `${json}Content-Length: ${size * MIB}`),
      'x'.repeat(size * MIB),
    )
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']) // the connection goes on
  })

  it.each<[number, string, string, string]>([
    [
      413,
      'and wants the connection closed',
      post('/register', `${json}Connection: close\r\nContent-Length: ${2 * MIB}`),
      'x'.repeat(2 * MIB),
    ],
    [
      413,
      'of a form',
      post('/register', `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${2 * MIB}`),
      'x'.repeat(2 * MIB),
    ],
    [411, 'in chunks', post('/register', `${json}Transfer-Encoding: chunked`), chunked(2 * MIB)],
    [
      415,
      'of another type',
      post('/register', `Content-Type: image/png\r\nContent-Length: ${2 * MIB}`),
      'x'.repeat(2 * MIB),
    ],
    [404, 'to a path that is none', post('/nothing', `${json}Content-Length: ${2 * MIB}`), 'x'.repeat(2 * MIB)],
    [405, 'with a method that is none', post('/livez', `${json}Content-Length: ${2 * MIB}`), 'x'.repeat(2 * MIB)],
  ])('%i: 2 MiB %s', async (status, _what, head, body) => {
    expect(await readAfterWriting(head, body)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })

  it('and one that never stops sending is closed all the same', async () => {
    using endless = await openRaw(registrar.url, post('/register', `${json}Transfer-Encoding: chunked`))
    const chunk = `100000\r\n${'x'.repeat(MIB)}\r\n`
    let sent = 0
    while (!endless.socket.destroyed) {
      sent += MIB
      if (!endless.socket.write(chunk)) await drained(endless)
    }
    expect(sent).toBeLessThan(100 * MIB)
  })
})

describe('a client that goes away before it has sent its body', () => {
  const head = (type: string) =>
    `POST /register HTTP/1.1\r\nHost: registrar\r\nContent-Type: ${type}\r\nContent-Length: 60\r\n\r\n`

  it.each([
    ['a request of JSON', `${head('application/json')}{"username":`],
    ['a form', `${head('application/x-www-form-urlencoded')}username=`],
    ['a request without a byte of its body', head('application/json')],
    ['a request that is refused', `${head('image/png')}x`],
  ])('is no error: %s', async (_what, text) => {
    for (let n = 0; n < 20; n++) {
      using connection = await openRaw(registrar.url, text)
      if (n % 2) connection.socket.end()
      else connection.socket.resetAndDestroy()
      await connection.closed
    }
    expect((await fetch(`${registrar.url}/readyz`)).status).toBe(200)
    expect(registrar.gateway.output()).not.toMatch(/"level":[456]0/)
  })
})

describe('HTTP/1.0 without Host, as load balancers send it, is answered like any other request', () => {
  it.each([
    ['GET /livez HTTP/1.0\r\n\r\n', 200],
    ['GET /readyz HTTP/1.0\r\n\r\n', 200],
    ['HEAD /readyz HTTP/1.0\r\n\r\n', 200],
    ['OPTIONS / HTTP/1.0\r\n\r\n', 404],
    ['GET /register HTTP/1.0\r\nAccept: text/html\r\n\r\n', 200],
    ['GET /nothing HTTP/1.0\r\n\r\n', 404],
  ])('%j: %i', async (request, status) => {
    using connection = await openRaw(registrar.url, request)
    expect(await connection.closed).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*x-request-id: `))
  })
})
