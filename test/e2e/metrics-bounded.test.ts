import { once } from 'node:events'
import { METHODS } from 'node:http'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { readMetrics } from '../support/http/metrics-page.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

/** So many at a time on one connection; the answers come in the same order. */
const PIPELINE = 200

/** In everything that is made up here, so that it would be found on the page. */
const INVENTED = 'invented'

let count = 0
/** A request as nobody sends it but to find out what happens. Each has a path, a name, an address and a key of its own. */
function inventedRequest(): string {
  const n = count++
  const known = METHODS.filter((name) => name !== 'CONNECT')
  // Node closes the connection of a method that nobody knows.
  const method = n % 1_000 === 999 ? `${INVENTED.toUpperCase()}${n}` : known[n % known.length]!
  const uuid = `${(n + 0x10000000).toString(16)}-0000-4000-8000-000000000000`
  const path = [
    `/${INVENTED}-${n}`,
    `/register/${INVENTED}-${n}`,
    `/register/${uuid}`,
    `/register/assets/${INVENTED}-${n}.js`,
    `/register?${INVENTED}=${n}`,
    `/${INVENTED}-${n}/%00/../metrics`,
  ][n % 6]
  const body =
    n % 6 === 4 ? JSON.stringify({ username: `${INVENTED}-${n}`, password: 'x', [`${INVENTED}-${n}`]: n }) : ''
  const headers = [
    'Host: registrar',
    `Content-Length: ${body.length}`,
    `X-Request-Id: ${INVENTED}-${n}`,
    `X-Forwarded-For: 203.0.${n % 256}.${(n >> 8) % 256}`,
    `User-Agent: ${INVENTED}-${n}`,
    `Idempotency-Key: "${INVENTED}-${n}"`,
    ...(body ? ['Content-Type: application/json'] : []),
  ]
  return `${method} ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n${body}`
}

/** Sends `total` of them over one connection, and over another one whenever the gateway has closed it. */
async function send(url: string, total: number): Promise<void> {
  const { hostname, port } = new URL(url)
  let answered = 0
  while (answered < total) {
    const socket = connect(Number(port), hostname).setEncoding('latin1')
    socket.on('error', () => {}) // closed while we were still writing
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    await once(socket, 'connect')
    let open = 0
    let rest = '' // an answer may begin in one packet and go on in the next
    const fill = () => {
      open = PIPELINE
      socket.write(Array.from({ length: PIPELINE }, inventedRequest).join(''))
    }
    socket.on('data', (text: string) => {
      const pieces = (rest + text).split('HTTP/1.1 ')
      rest = pieces.at(-1)!.slice(-8)
      const answers = pieces.length - 1
      answered += answers
      open -= answers
      if (answered >= total) socket.destroy()
      else if (open <= 0) fill()
    })
    fill()
    await closed
  }
}

it('a hundred thousand requests with invented paths, names, methods and addresses add no series and leave no trace', async () => {
  await using store = await storeEngines[0]!.create()
  await using registrar = await startRegistrar({
    store,
    variables: {
      METRICS_PORT: '0',
      RATE_LIMIT_PER_MINUTE: '1000000',
      TRUSTED_PROXIES: '127.0.0.1',
      LOG_LEVEL: 'error',
    },
  })
  const { url, metricsUrl } = registrar.gateway
  const seriesOf = async () =>
    (await readMetrics(metricsUrl)).samples.map(({ name, labels }) => JSON.stringify([name, labels]))

  await send(url, 2_000) // every kind of request a few times
  const before = new Set(await seriesOf())
  await send(url, 98_000)
  const more = (await seriesOf()).filter((series) => !before.has(series))
  expect({ count: more.length, first: more.slice(0, 5) }).toEqual({ count: 0, first: [] })

  const { page, sum } = await readMetrics(metricsUrl)
  expect(sum('http_server_request_duration_seconds_count')).toBeGreaterThanOrEqual(100_000)
  expect(page).not.toContain(INVENTED)
  expect(page).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/) // an id
  expect(page).not.toMatch(/\d+\.\d+\.\d+\.\d+/) // an address
})
