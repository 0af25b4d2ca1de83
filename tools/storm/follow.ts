import { type Registrar, RegistrarError } from '../../packages/client/src/create-registrar.ts'
import type { Tally } from './tally.ts'

/** Enough to see thousands of ends a second where an answer takes a few milliseconds. */
const MOST_FOLLOWED = 32

/** Long enough to cost little, short enough that a few that hang do not hide that all others have ended. */
const PATIENCE_MS = 5_000

type Options = {
  registrar: Registrar
  tally: Tally
  /** Aborts when the storm is over. */
  over: AbortSignal
}

/**
 * Follows registrations until they end, the oldest few at a time. They end in about the order of their arrival, so one
 * request each is nearly always enough, however long the backlog.
 */
export function createFollower({ registrar, tally, over }: Options) {
  const jobIds: string[] = []
  let next = 0
  let inFlight = 0
  const idle = Promise.withResolvers<void>()
  let isLast = false

  const follow = async (jobId: string) => {
    const signal = AbortSignal.any([over, AbortSignal.timeout(PATIENCE_MS)])
    try {
      const { status } = await registrar.registration(jobId).outcome({ signal })
      tally.ended[status]++
    } catch (error) {
      if (error instanceof RegistrarError && error.code === 'not_found') tally.ended.unknown++
      else jobIds.push(jobId) // after the others
    }
  }

  const pollNext = () => {
    while (inFlight < MOST_FOLLOWED && next < jobIds.length && !over.aborted) {
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
