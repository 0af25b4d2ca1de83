import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import { answer } from './answer.ts'
import type { HttpEnv } from './http-env.ts'
import { serveMethods } from './serve-methods.ts'

/** How long a client may cache it: the document changes only with a release. */
const MAX_AGE_SECONDS = 300

/** Serves `document`, the OpenAPI document of the service, at `/openapi.json`; a client that has it already gets a 304. */
export function serveOpenapi(app: Hono<HttpEnv>, document: Uint8Array<ArrayBuffer>): void {
  const etag = `"${createHash('sha256').update(document).digest('base64url')}"`
  const headers = { etag, 'cache-control': `public, max-age=${MAX_AGE_SECONDS}` }
  serveMethods(app, '/openapi.json', {
    GET: (c) =>
      isKnown(c.req.header('if-none-match'), etag)
        ? answer(c, 304, null, headers)
        : answer(c, 200, document, { 'content-type': 'application/json', ...headers }),
  })
}

/** RFC 9110, 13.1.2: a list of tags, weak ones among them, or any. */
const isKnown = (ifNoneMatch: string | undefined, etag: string) =>
  ifNoneMatch?.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, ''))) ?? false
