import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { Webhook } from 'standardwebhooks'

/** One request that a receiver has got, verified. */
type Received = {
  id: string
  at: number
  headers: IncomingMessage['headers']
  event: CloudEvent
}
type CloudEvent = {
  id: string
  source: string
  type: string
  subject?: string
  time: string
  data: Record<string, string>
}

/** How a receiver answers one request. */
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void

/** Every way of going wrong that the notifier must live with. */
export const BEHAVIOURS = {
  accepts: (response) => response.writeHead(204).end(),
  fails: (response) => response.writeHead(500).end('this must not be logged'),
  'is gone': (response) => response.writeHead(410).end(),
  'asks for patience': (response) => response.writeHead(429, { 'retry-after': '1' }).end(),
  hangs: () => {},
  resets: (_, request) => request.socket.resetAndDestroy(),
  redirects: (response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end(),
  'answers with 20 MB': (response) => response.writeHead(500).end(Buffer.alloc(20_000_000, 'x')),
  trickles: (response) => {
    response.writeHead(500)
    const timer = setInterval(() => response.write('.'), 100)
    response.on('close', () => clearInterval(timer))
  },
} satisfies Record<string, Behaviour>

export type Receiver = AsyncDisposable & {
  url: string
  /** Every request so far, in the order in which they came. */
  received: Received[]
  /** Ids of the events that it has accepted. */
  accepted: Set<string>
  /** What was wrong with any request: signature, envelope, headers. */
  complaints: string[]
  behave(behaviour: Behaviour): void
}

/** Base64 of 32 bytes that are no secret at all. */
export const secretOf = (letter: string) => `whsec_${Buffer.alloc(32, letter).toString('base64')}`

// The JSON schema of CloudEvents 1.0.2: cloudevents/formats/cloudevents.json in the repository cloudevents/spec.
const ajv = new Ajv({ strict: false })
formats.default(ajv)
const isCloudEvent = ajv.compile(JSON.parse(readFileSync('test/support/webhooks/cloudevents-1.0.json', 'utf8')))

/** A receiver of webhooks that verifies each with the reference library, and answers as it is told to. */
export async function startReceiver({
  secret = secretOf('a'),
  port = 0,
}: {
  secret?: string
  port?: number
} = {}): Promise<Receiver> {
  const webhook = new Webhook(secret)
  const received: Received[] = []
  const accepted = new Set<string>()
  const complaints: string[] = []
  let answer: Behaviour = BEHAVIOURS.accepts

  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray().catch(() => [])).toString()
    const headers = request.headers as Record<string, string>
    try {
      const event = webhook.verify(body, headers) as CloudEvent
      if (!isCloudEvent(event)) complaints.push(`no CloudEvent: ${ajv.errorsText(isCloudEvent.errors)}`)
      if (headers['content-type'] !== 'application/cloudevents+json') complaints.push('another media type')
      if (headers['webhook-id'] !== event.id) complaints.push('another id in the header')
      received.push({ id: event.id, at: performance.now(), headers: request.headers, event })
      response.on('finish', () => {
        if (response.statusCode < 300) accepted.add(event.id)
      })
    } catch (error) {
      complaints.push(String(error))
    }
    answer(response, request)
  })
  server.on('clientError', (_, socket) => socket.destroy())
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    accepted,
    complaints,
    behave: (behaviour) => {
      answer = behaviour
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
