import type { Registration } from '@registrar/shared/contract/registration'
import type { HttpEnv } from '@registrar/shared/http/http-env'
import { waitersChanged } from '@registrar/shared/telemetry/observations'
import type { Context } from 'hono'
import { demandJobId, unknownRegistration } from '../http/paths.ts'
import { type FollowDeps, followRegistration } from './follow-registration.ts'

/** Proxies tend to cut a silent connection after 60 s; half of it is safe. */
const MAX_WAIT_SECONDS = 30

export type StatusDeps = FollowDeps & {
  /** Aborts when the gateway shuts down: clients that wait then get the current state. */
  shutdown: AbortSignal
  /** Represents a registration as the client prefers it. */
  answerRegistration: (c: Context<HttpEnv>, registration: Registration) => Response | Promise<Response>
}

/** `GET /register/{jobId}?wait=20`: the state of a registration, at once or as soon as it has ended. */
export function statusRoute(deps: StatusDeps) {
  const { readRegistration, shutdown, answerRegistration } = deps

  return async (c: Context<HttpEnv>) => {
    const jobId = demandJobId(c)
    const waitSeconds = secondsToWait(c.req.query('wait'))
    if (waitSeconds) c.set('waits', true)
    const registration = waitSeconds
      ? await whenEnded(jobId, [c.req.raw.signal, shutdown, AbortSignal.timeout(waitSeconds * 1_000)])
      : await readRegistration(jobId)
    if (!registration) throw unknownRegistration()
    return answerRegistration(c, registration)
  }

  async function whenEnded(jobId: string, signals: AbortSignal[]) {
    using _waiter = countWaiter()
    let latest: Registration | undefined
    for await (const registration of followRegistration(deps, jobId, AbortSignal.any(signals))) latest = registration
    return latest
  }
}

function countWaiter(): Disposable {
  waitersChanged.publish({ kind: 'long_poll', by: 1 })
  return { [Symbol.dispose]: () => waitersChanged.publish({ kind: 'long_poll', by: -1 }) }
}

/** Anything but a number means not to wait; more than we offer is cut to it, as RFC 7240 allows for `wait`. */
function secondsToWait(wait: string | undefined): number {
  if (!wait || !/^\d{1,9}$/.test(wait)) return 0
  return Math.min(Number(wait), MAX_WAIT_SECONDS)
}
