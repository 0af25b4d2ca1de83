import type { HonoRequest } from 'hono'
import { Refusal } from './refusal.ts'

/** Far above the longest acceptable registration (about 2 KiB), far below what would hurt. */
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
    throw new Refusal('length_required', 'Send the body with a Content-Length, not in chunks.', CLOSE)
  if (Number(length) > MAX_BODY_BYTES)
    throw new Refusal('content_too_large', `Send at most ${MAX_BODY_BYTES} bytes.`, CLOSE)
  return new Uint8Array(await request.arrayBuffer())
}

/** Refuses a body that is not plain JSON in UTF-8. */
export const demandJson = (request: HonoRequest): void => demandUtf8(request, 'application/json')

/** Refuses a body that is not a plain form in UTF-8. */
export const demandForm = (request: HonoRequest): void => demandUtf8(request, FORM)

/** Whether the body says that it is a form's. */
export const isForm = (request: HonoRequest): boolean =>
  (request.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() === FORM

const FORM = 'application/x-www-form-urlencoded'

function demandUtf8(request: HonoRequest, wanted: string): void {
  const [type, ...parameters] = (request.header('content-type') ?? '').toLowerCase().split(';')
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='))
  if (type?.trim() !== wanted)
    throw new Refusal('unsupported_media_type', 'Send Content-Type: application/json.', CLOSE)
  if (charset && !/^charset="?utf-8"?$/.test(charset))
    throw new Refusal('unsupported_media_type', 'Send the body in UTF-8.', CLOSE)
  if (request.header('content-encoding') !== undefined)
    throw new Refusal('unsupported_media_type', 'Send the body without a Content-Encoding.', CLOSE)
}
