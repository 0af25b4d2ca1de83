import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { User, UserStore } from '@registrar/users/user-store'
import type { Context } from 'hono'
import { fromStore } from '../http/unavailable.ts'
import { viewOf } from './user-view.ts'

/** Some 200 KB of text: enough to make a page's round trip small, too little to be felt in memory. */
const PAGE = 1_000

/** `GET /users/export`: a user a line, oldest first, as fast as the caller reads. */
export const exportUsers =
  ({ store }: { store: Pick<UserStore, 'page'> }) =>
  async (c: Context<HttpEnv>) => {
    const first = await fromStore(store.page({ limit: PAGE })) // a store that is unavailable is still an honest 503
    const headers = { ...c.get('headers'), 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' }
    return new Response(c.req.method === 'HEAD' ? null : linesFrom(store, first), { status: 200, headers })
  }

/** A fault under way errors the stream, so that the caller sees a response cut short and not a short list. */
function linesFrom(store: Pick<UserStore, 'page'>, first: User[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let page = first
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (page.length > 0)
          controller.enqueue(encoder.encode(page.map((user) => `${JSON.stringify(viewOf(user))}\n`).join('')))
        if (page.length < PAGE) return controller.close()
        page = await fromStore(store.page({ after: page.at(-1)!, limit: PAGE }))
      },
    },
    { highWaterMark: 0 },
  )
}
