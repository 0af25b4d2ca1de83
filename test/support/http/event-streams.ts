import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { checkAnswer, checkEvent } from './contract.ts'

type StatusEvent = { id: string; retry: number; data: Record<string, unknown> }

export type EventStream = {
  response: IncomingMessage
  /** All events so far, in order. */
  events: StatusEvent[]
  /** Everything that has come, comments and all. */
  text(): string
  /** Resolves when the gateway has ended the stream in good order. */
  ended: Promise<unknown>
  close(): void
}

/** Reads the event stream of one registration, as it comes. */
export async function openEvents(
  url: string,
  jobId: string,
  headers: Record<string, string> = {},
): Promise<EventStream> {
  const sending = request(`${url}/register/${jobId}/events`, { headers, agent: false }).end()
  const [response] = (await once(sending, 'response')) as [IncomingMessage]
  const { statusCode: status = 0 } = response
  const header = (name: string) => response.headers[name.toLowerCase()]?.toString() ?? null
  checkAnswer(`/register/${jobId}/events`, { method: 'GET', status, header, text: '' })
  const events: StatusEvent[] = []
  let text = ''
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    const fresh = parse(text).slice(events.length)
    for (const { data } of fresh) checkEvent(jobId, data)
    events.push(...fresh)
  })
  const ended = once(response, 'end')
  ended.catch(() => {}) // only some tests wait for it
  return { response, events, text: () => text, ended, close: () => response.destroy() }
}

function parse(text: string): StatusEvent[] {
  const blocks = text.split('\n\n').slice(0, -1) // what follows the last empty line is not finished
  return blocks
    .filter((block) => block.includes('event: status'))
    .map((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? ''
      return { id: field('id'), retry: Number(field('retry')), data: JSON.parse(field('data')) }
    })
}

/** `count` streams that are open and say nothing more, as cheaply as a client can hold them. */
export async function openIdleStreams(url: string, jobId: string, count: number): Promise<Disposable> {
  const { hostname, port } = new URL(url)
  const sockets: Socket[] = []
  const open = async () => {
    const socket = connect(Number(port), hostname)
    sockets.push(socket)
    socket.on('error', () => {}) // the gateway may be killed under it
    socket.write(
      `GET /register/${jobId}/events HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n\r\n`,
    )
    let text = ''
    while (!text.includes('event: status')) text += await once(socket, 'data')
  }
  // Fifty at a time: a burst of thousands would overflow the backlog of the listening socket.
  while (sockets.length < count) await Promise.all(Array.from({ length: Math.min(50, count - sockets.length) }, open))
  return {
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy()
    },
  }
}
