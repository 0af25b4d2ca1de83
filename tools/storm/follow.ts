import { setTimeout as delay } from 'node:timers/promises'
import type { Registration } from '@registrar/shared/contract/registration'
import type { Dispatcher } from 'undici'
import { type End, endOf, type Tally } from './tally.ts'

/** Enough to see thousands of ends a second where an answer takes a few milliseconds. */
export const MOST_POLLS_IN_FLIGHT = 32

/** Long enough to cost little, short enough that a few polls that hang do not hide that all others have ended. */
const WAIT_SECONDS = 5

/** After a poll that failed: the server may be restarting. */
const PAUSE_MS = 500

type Options = {
  http: Dispatcher
  root: string
  tally: Tally
  /** Aborts when the storm is over. */
  over: AbortSignal
}

/**
 * Follows registrations until they end, by long polls on the oldest few. They end in about the order of their arrival, so
 * one poll each is nearly always enough, however long the backlog.
 */
export function createFollower({ http, root, tally, over }: Options) {
  const jobIds: string[] = []
  let next = 0
  let inFlight = 0
  const idle = Promise.withResolvers<void>()
  let isLast = false

  const look = async (jobId: string): Promise<End | undefined> => {
    const { statusCode, body } = await http.request({
      method: 'GET',
      path: `${root}/register/${jobId}?wait=${WAIT_SECONDS}`,
    })
    const answer = await body.text()
    if (statusCode === 404) return 'unknown'
    if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`)
    return endOf(JSON.parse(answer) as Registration)
  }

  const follow = async (jobId: string) => {
    try {
      const end = await look(jobId)
      if (end) tally.ended[end]++
      else jobIds.push(jobId) // after the others
    } catch {
      jobIds.push(jobId)
      await delay(PAUSE_MS, undefined, { signal: over }).catch(() => {})
    }
  }

  const pollNext = () => {
    while (inFlight < MOST_POLLS_IN_FLIGHT && next < jobIds.length && !over.aborted) {
      inFlight++
      void follow(jobIds[next++]!).then(() => {
        inFlight--
        pollNext()
      })
    }
    if (isLast && inFlight === 0) idle.resolve()
  }

  return {
    add(jobId: string) {
      jobIds.push(jobId)
      pollNext()
    },
    /** No more will be added: resolves when all have ended, or when the storm is over. */
    allEnded(): Promise<void> {
      isLast = true
      pollNext()
      return idle.promise
    },
  }
}
