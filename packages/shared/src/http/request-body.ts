import type { HonoRequest } from 'hono'
import { refuse } from './refuse.ts'

/** Far above the longest acceptable request (about 2 KiB), far below what would hurt. */
const MAX_BODY_BYTES = 16 * 1024

// The rest of a body that is not wanted would otherwise be read and thrown away: close instead.
const CLOSE = { headers: { connection: 'close' } }

/**
 * The bytes of the body. HTTP/1.1 framing is what limits the reading itself: Node's parser ends a body after exactly
 * Content-Length bytes and refuses a request that also says it is chunked, so once a length is demanded and found
 * small, no more than that is ever read. (Hono's own bodyLimit wraps the stream and halves the throughput.)
 */
export async function readBody(request: HonoRequest): Promise<Uint8Array> {
  const length = request.header('content-length')
  if (length === undefined)
    throw refuse('length_required', 'Send the body with a Content-Length, not in chunks.', CLOSE)
  if (Number(length) > MAX_BODY_BYTES) throw refuse('content_too_large', `Send at most ${MAX_BODY_BYTES} bytes.`, CLOSE)
  return new Uint8Array(await request.arrayBuffer())
}

/** The media type of the body without its parameters; the empty string when the request names none. */
export const mediaTypeOf = (request: HonoRequest): string =>
  (request.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase()

/** Refuses a body that is not plain `mediaType` in UTF-8. */
export function demandUtf8(request: HonoRequest, mediaType: string): void {
  const parameters = (request.header('content-type') ?? '').toLowerCase().split(';').slice(1)
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='))
  if (mediaTypeOf(request) !== mediaType)
    throw refuse('unsupported_media_type', `Send Content-Type: ${mediaType}.`, CLOSE)
  if (charset && !/^charset="?utf-8"?$/.test(charset))
    throw refuse('unsupported_media_type', 'Send the body in UTF-8.', CLOSE)
  if (request.header('content-encoding') !== undefined)
    throw refuse('unsupported_media_type', 'Send the body without a Content-Encoding.', CLOSE)
}
