import type { HttpEnv } from '@registrar/shared/http/http-env'
import { faultReport } from '@registrar/shared/process/fault-report'
import type { Logger } from '@registrar/shared/process/logger'
import type { User, UserStore } from '@registrar/users/user-store'
import type { Context } from 'hono'
import { fromStore } from '../http/unavailable.ts'
import { viewOf } from './user-view.ts'

/** Some 40 KB of text: a page's round trip is small, and an export of 300,000 users took 160 MB; with pages of 1,000 it took 204. */
const PAGE = 200

export type ExportUsersDeps = {
  store: Pick<UserStore, 'page'>
  /** Aborts when the process begins to shut down. */
  shutdown: AbortSignal
  log: Logger
}

/**
 * `GET /users/export`: a user a line, oldest first, as fast as the caller reads. A fault or a shutdown in the middle cuts the
 * connection: the caller sees a truncated response, never a short list that looks complete.
 */
export const exportUsers =
  ({ store, shutdown, log }: ExportUsersDeps) =>
  async (c: Context<HttpEnv>) => {
    const first = await fromStore(store.page({ limit: PAGE })) // if the store is unavailable, a 503 can still be sent
    const headers = { ...c.get('headers'), 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' }
    if (c.req.method === 'HEAD') return new Response(null, { status: 200, headers })

    const { outgoing } = c.env
    const cutOff = () => void outgoing.destroy()
    shutdown.addEventListener('abort', cutOff)
    outgoing.once('close', () => shutdown.removeEventListener('abort', cutOff))
    const lines = linesFrom(store, first, (error) => {
      log.warn({ requestId: c.get('requestId'), ...faultReport(error) }, 'export aborted')
      cutOff()
    })
    return new Response(lines, { status: 200, headers })
  }

function linesFrom(store: Pick<UserStore, 'page'>, first: User[], onFault: (error: unknown) => void) {
  const encoder = new TextEncoder()
  let page = first
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (page.length > 0)
          controller.enqueue(encoder.encode(page.map((user) => `${JSON.stringify(viewOf(user))}\n`).join('')))
        if (page.length < PAGE) return controller.close()
        try {
          page = await fromStore(store.page({ after: page.at(-1)!, limit: PAGE }))
        } catch (error) {
          onFault(error)
        }
      },
    },
    { highWaterMark: 0 },
  )
}
