import type { IncomingMessage } from 'node:http'
import type { Context, HonoRequest } from 'hono'
import type { HttpEnv } from './http-env.ts'
import { refuse } from './refuse.ts'

/** Far above the longest acceptable request (about 2 KiB), far below what would hurt. */
const MAX_BODY_BYTES = 16 * 1024

/** The client has gone, or taken too long, before it had sent the body: nobody waits for an answer. */
export class RequestAborted extends Error {
  override name = 'RequestAborted'
}

/**
 * The bytes of the body. HTTP/1.1 framing is what limits the reading itself: Node's parser ends a body after exactly
 * Content-Length bytes and refuses a request that also says it is chunked, so once a length is demanded and found
 * small, no more than that is ever read.
 * @throws Refusal length_required, content_too_large
 * @throws RequestAborted
 */
export async function readBody(c: Context<HttpEnv>): Promise<Uint8Array> {
  const length = c.req.header('content-length')
  if (length === undefined) throw refuse('length_required', 'Send the body with a Content-Length, not in chunks.')
  if (Number(length) > MAX_BODY_BYTES) throw refuse('content_too_large', `Send at most ${MAX_BODY_BYTES} bytes.`)
  const incoming = c.env?.incoming
  return incoming ? receive(incoming, Number(length)) : new Uint8Array(await c.req.arrayBuffer())
}

/** Receives the body in one piece: as many chunks as it has bytes would take several hundred times as much memory. */
function receive(request: IncomingMessage, length: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    let body: Uint8Array = new Uint8Array()
    let received = 0
    request.on('data', (chunk: Buffer) => {
      if (chunk.length === length) body = chunk
      else {
        if (received === 0) body = new Uint8Array(length)
        body.set(chunk, received)
      }
      received += chunk.length
    })
    // Every request closes: an error costs more than all else here, so it is made only for one that broke off.
    let hasEnded = false
    const breakOff = () => {
      if (!hasEnded) reject(new RequestAborted())
    }
    request.once('end', () => {
      hasEnded = true
      resolve(body)
    })
    request.once('close', breakOff)
    request.once('error', breakOff)
  })
}

/** The media type of the body without its parameters; the empty string when the request names none. */
export const mediaTypeOf = (request: HonoRequest): string =>
  (request.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase()

/** Refuses a body that is not plain `mediaType` in UTF-8. */
export function demandUtf8(request: HonoRequest, mediaType: string): void {
  const parameters = (request.header('content-type') ?? '').toLowerCase().split(';').slice(1)
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='))
  if (mediaTypeOf(request) !== mediaType) throw refuse('unsupported_media_type', `Send Content-Type: ${mediaType}.`)
  if (charset && !UTF_8.test(charset)) throw refuse('unsupported_media_type', 'Send the body in UTF-8.')
  if (request.header('content-encoding') !== undefined)
    throw refuse('unsupported_media_type', 'Send the body without a Content-Encoding.')
}

/** `utf8` is not a registered name, and yet what many clients send. */
const UTF_8 = /^charset="?utf-?8"?$/
