import type { ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { isPending, type Registration } from '@registrar/shared/contract/registration'
import { answer } from '@registrar/shared/http/answer'
import { type HttpEnv, type Trail, trailOf } from '@registrar/shared/http/http-env'
import { faultReport } from '@registrar/shared/process/fault-report'
import type { Logger } from '@registrar/shared/process/logger'
import { waitersChanged } from '@registrar/shared/telemetry/observations'
import type { Context } from 'hono'
import { demandJobId, unknownRegistration } from '../http/paths.ts'
import { refuse } from '../http/refuse.ts'
import { type FollowDeps, followRegistration } from './follow-registration.ts'
import { createHeartbeat } from './heartbeat.ts'

/** Each takes some 10 KB of heap and 30 KB of resident memory: 300 MB at the most. Who comes later may poll. */
const MAX_STREAMS = 10_000

/** How soon a client reconnects to a stream that was cut … */
const RETRY_MS = 2_000
/** … and to one that has ended: a client that keeps asking should do so rarely. */
const RETRY_AFTER_OUTCOME_MS = 3_600_000

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no', // nginx would hold events back until a buffer is full
}

const COMMENT = ':\n\n'

export type EventsDeps = FollowDeps & {
  /** Aborts when the gateway shuts down: every stream ends, and its client reconnects to another gateway. */
  shutdown: AbortSignal
  log: Logger
  maxStreams?: number
}

/** `GET /register/{jobId}/events`: server-sent events (HTML, 9.2), one at once and one for every change. */
export function eventsRoute({ shutdown, log, maxStreams = MAX_STREAMS, ...deps }: EventsDeps) {
  const heartbeat = createHeartbeat()
  const open = new Set<AbortController>()
  shutdown.addEventListener('abort', () => {
    for (const over of open) over.abort()
  })

  return async (c: Context<HttpEnv>) => {
    const { outgoing } = c.env
    c.set('waits', true)
    const jobId = demandJobId(c)
    if (open.size >= maxStreams) throw tooManyStreams()
    const over = new AbortController()
    open.add(over)
    waitersChanged.publish({ kind: 'events', by: 1 })
    const forget = () => {
      open.delete(over)
      waitersChanged.publish({ kind: 'events', by: -1 })
    }
    over.signal.addEventListener('abort', forget, { once: true })
    outgoing.once('close', () => over.abort())
    if (outgoing.destroyed || shutdown.aborted) over.abort() // no event will follow
    try {
      const states = followRegistration(deps, jobId, over.signal)
      const { value: first } = await states.next()
      if (!first) throw unknownRegistration()
      if (c.req.method === 'HEAD') {
        await states.return(undefined)
        return answer(c, 200, null, HEADERS)
      }
      // Past Hono, whose Web stream would take half as much memory again.
      outgoing.writeHead(200, { ...c.get('headers'), ...HEADERS })
      void sendAll(outgoing, first, states, trailOf(c))
      return RESPONSE_ALREADY_SENT
    } catch (error) {
      over.abort()
      throw error
    }
  }

  async function sendAll(
    outgoing: ServerResponse,
    first: Registration,
    others: AsyncIterable<Registration>,
    trail: Trail,
  ) {
    using _beats = heartbeat.join(() => outgoing.write(COMMENT))
    outgoing.write(eventOf(first))
    try {
      for await (const registration of others) outgoing.write(eventOf(registration))
    } catch (error) {
      log.error({ ...trail, ...faultReport(error) }, 'unhandled error in an event stream')
    } finally {
      outgoing.end()
    }
  }
}

/** The status is the event's id: it needs no memory, and every gateway gives the same one. */
function eventOf(registration: Registration): string {
  const retryMs = isPending(registration) ? RETRY_MS : RETRY_AFTER_OUTCOME_MS
  const { status } = registration
  return `retry: ${retryMs}\nid: ${status}\nevent: status\ndata: ${JSON.stringify(registration)}\n\n`
}

const tooManyStreams = () =>
  refuse('overloaded', 'Too many event streams are open. Poll the registration with ?wait=20 instead.', {
    headers: { 'retry-after': '15' },
  })
