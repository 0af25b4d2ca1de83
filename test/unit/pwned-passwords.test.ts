import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { createPwnedCheck } from '@registrar/rules/passwords/pwned-check'
import { createPwnedPasswords, type PwnedPasswordsOptions } from '@registrar/rules/passwords/pwned-passwords'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'

const PASSWORD = 'correct horse battery staple'
const HASH = createHash('sha1').update(PASSWORD).digest('hex').toUpperCase()
const SUFFIX = HASH.slice(5)
const OTHER = '0'.repeat(35)

const servers: Server[] = []
const requests: IncomingMessage[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
  requests.length = 0
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const UNWATCHED = { down() {}, up() {} }

const ask = (url: string, options: Partial<PwnedPasswordsOptions> = {}) =>
  createPwnedPasswords({ url, timeoutMs: 2000, whenUnavailable: 'refuse', outage: UNWATCHED, ...options })(PASSWORD)

describe('the range service', () => {
  it('knows a password when the rest of its SHA-1 is in the range, whatever the line ends and the case', async () => {
    for (const range of [`${OTHER}:3\r\n${SUFFIX}:52\r\n`, `${SUFFIX.toLowerCase()}:1\n${OTHER}:3`]) {
      expect(await ask(await serve((_, response) => response.end(range)))).toBe(true)
    }
  })

  it('does not know it when it is not there, or only as padding', async () => {
    for (const range of [`${OTHER}:3\r\n`, `${SUFFIX}:0\r\n${OTHER}:0`, '']) {
      expect(await ask(await serve((_, response) => response.end(range)))).toBe(false)
    }
  })

  it('receives five hex digits of the hash, and nothing else of the password', async () => {
    const url = await serve((_, response) => response.end(`${OTHER}:3`))
    await ask(url)
    const [request] = requests
    expect(request).toMatchObject({ method: 'GET', url: `/range/${HASH.slice(0, 5)}` })
    expect(request?.headers).toMatchObject({ 'add-padding': 'true', 'user-agent': 'registrar' })
    expect(JSON.stringify(request?.rawHeaders)).not.toContain(SUFFIX.slice(0, 8))
  })

  it.each(['', '/', '/range', '/range/', '/hibp/', '/hibp/range?key=1'])(
    'is found at a URL that ends in "%s"',
    async (path) => {
      const url = await serve((_, response) => response.end(`${SUFFIX}:1`))
      expect(await ask(url + path)).toBe(true)
      expect(requests[0]?.url).toBe(
        `${path.startsWith('/hibp') ? '/hibp' : ''}/range/${HASH.slice(0, 5)}${path.includes('?') ? '?key=1' : ''}`,
      )
    },
  )

  it('may compress its answer', async () => {
    const url = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(`${SUFFIX}:1`)),
    )
    expect(await ask(url)).toBe(true)
  })

  it.each<[string, RequestListener]>([
    ['refuses', (_, response) => response.writeHead(503).end()],
    ['limits the rate', (_, response) => response.writeHead(429).end(`${SUFFIX}:1`)],
    [
      'redirects elsewhere',
      ({ url }, response) =>
        url === '/else' ? response.end(`${SUFFIX}:1`) : response.writeHead(302, { location: '/else' }).end(),
    ],
    ['answers with a page', (_, response) => response.end('<html>please log in</html>')],
    ['answers without end', (_, response) => void response.end(`${OTHER}:1\n`.repeat(30_000))],
    ['hangs up', (request) => request.socket.destroy()],
    ['hangs up amid the answer', (request, response) => response.write(OTHER, () => request.socket.destroy())],
    ['is silent', () => {}],
    ['falls silent amid the answer', (_, response) => void response.write(`${OTHER}:1\n`)],
  ])('counts as unavailable when it %s: the setting decides, and the reason is reported', async (_what, answer) => {
    const url = await serve(answer)
    const reasons: string[] = []
    const outage = { ...UNWATCHED, down: (reason: string) => void reasons.push(reason) }
    const options = { timeoutMs: 200, outage }
    expect(await ask(url, { ...options, whenUnavailable: 'refuse' })).toBe('unavailable')
    expect(await ask(url, { ...options, whenUnavailable: 'accept' })).toBe(false)
    expect(reasons).toHaveLength(2)
    expect(reasons.join()).not.toContain(HASH.slice(0, 5))
  })

  it('counts as unavailable when nothing listens there', async () => {
    const url = await serve(() => {})
    for (const server of servers.splice(0)) server.close().closeAllConnections()
    expect(await ask(url)).toBe('unavailable')
  })

  it('logs an outage of the service, and its end', async () => {
    let isBroken = true
    const url = await serve((_, response) => void response.writeHead(isBroken ? 503 : 200).end(`${OTHER}:1`))
    const lines: string[] = []
    const isPwned = createPwnedCheck(
      { PWNED_PASSWORDS_URL: url, PWNED_PASSWORDS_TIMEOUT_MS: 2_000, PWNED_PASSWORDS_WHEN_AWAY: 'accept' },
      pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line).msg) }),
    )
    expect(await isPwned(PASSWORD)).toBe(false)
    isBroken = false
    expect(await isPwned(PASSWORD)).toBe(false)
    expect(lines).toEqual(['the password range service is unavailable', 'the password range service has recovered'])
  })
})
