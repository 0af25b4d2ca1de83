import type { IncomingMessage } from 'node:http'

/** So much of a body that nobody wants is read all the same, and for so long. */
const MAX_BYTES = 16 * 1024 * 1024
const MAX_MS = 5_000

/**
 * Reads a body that is refused, and throws it away. A connection that is closed while its client still sends is reset,
 * and a client that reads only after it has sent everything would never see why.
 * False when the body is above the bounds: then the connection cannot be used again.
 */
export async function discardBody(request: IncomingMessage): Promise<boolean> {
  if (request.complete || !hasBody(request)) return true
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) return false
  return new Promise((resolve) => {
    let discarded = 0
    const end = (isComplete: boolean) => {
      clearTimeout(timer)
      resolve(isComplete)
    }
    const timer = setTimeout(end, MAX_MS, false)
    request.on('data', (chunk: Buffer) => {
      discarded += chunk.length
      if (discarded > MAX_BYTES) end(false)
    })
    request.once('end', () => end(true))
    request.once('close', () => end(false))
    request.once('error', () => end(false))
  })
}

/** RFC 9112, 6.3: a request with neither of these has no body. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
