import { randomUUID } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { refuse } from './refuse.ts'

/** How long a client that is still sending may take to read the answer. */
const PATIENCE_MS = 5_000

/**
 * Answers what Node could not read as a request, for a server's `clientError`. No handler can, because there is no request
 * yet: a URL and headers above Node's limit get a problem document, everything else what Node itself would send.
 */
export function refuseUnreadable({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) return void socket.destroy()
  if (code !== 'HPE_HEADER_OVERFLOW') {
    const status = code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request'
    socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)
    return void socket.destroy()
  }
  const requestId = randomUUID()
  const body = JSON.stringify(tooLarge().toProblem(requestId))
  socket.end(
    'HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Type: application/problem+json\r\n' +
      `X-Request-Id: ${requestId}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
  // A connection that is closed while its client still sends is reset, and the client would never see why.
  socket.on('error', () => {})
  socket.resume()
  const timer = setTimeout(() => socket.destroy(), PATIENCE_MS)
  socket.once('close', () => clearTimeout(timer))
}

const tooLarge = () =>
  refuse('content_too_large', 'Send a shorter URL and fewer headers: together they may have 16 KiB.')
