import { describe, expect, it } from 'vitest'
import { openRaw } from '../support/http/raw-connection.ts'
import { sharedRegistrar } from '../support/processes/shared-registrar.ts'

const registrar = sharedRegistrar({ workers: 0 })

/** Sends `text` and returns everything that comes back until the gateway closes the connection. */
async function untilClosed(text: string): Promise<string> {
  return (await openRaw(registrar.url, text)).closed
}

const head = 'POST /register HTTP/1.1\r\nHost: registrar\r\nContent-Type: application/json\r\n'

describe.concurrent('a client cannot hold a connection for ever', () => {
  it('that never finishes its headers', async () => {
    expect(await untilClosed(`${head}X-Slow: `)).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('that never sends the body it announced', async () => {
    expect(await untilClosed(`${head}Content-Length: 60\r\n\r\n{"username":`)).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('that keeps on sending a body without a length', async () => {
    const chunk = `4000\r\n${'x'.repeat(0x4000)}\r\n`
    expect(await untilClosed(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(8)}`)).toMatch(/^HTTP\/1\.1 411 /)
  })

  it('that announces a body too large and goes on sending it', async () => {
    expect(await untilClosed(`${head}Content-Length: 99999999\r\n\r\n${'x'.repeat(0x4000)}`)).toMatch(
      /^HTTP\/1\.1 413 /,
    )
  })

  it('that sends more than the body it announced: the rest is no part of it', async () => {
    const body = '{"username":"ada"}'
    const next = 'GET /livez HTTP/1.1\r\nHost: registrar\r\nConnection: close\r\n\r\n'
    const answers = await untilClosed(`${head}Content-Length: ${body.length}\r\n\r\n${body}${next}`)
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 422', 'HTTP/1.1 200'])
  })

  it('that gives a length and says it is chunked, as those do who smuggle requests', async () => {
    const answer = await untilClosed(`${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  })
})
