import { setTimeout as delay } from 'node:timers/promises'
import { isPending, type Registration } from '@registrar/shared/contract/registration'
import { Refusal } from '@registrar/shared/http/refusal'
import type { ReadRegistration } from './read-registration.ts'
import type { StatusChanges } from './status-changes.ts'

export type FollowDeps = { readRegistration: ReadRegistration; changes: StatusChanges }

/** While Redis is unavailable a stream looks again after so long, and a random while, so that not all look at once. */
const LOOK_AGAIN_MS = 2_000

/**
 * How a registration stands: at once, at every change, until it has ended or `over` aborts. Nothing for one that is
 * unknown. A Redis that goes away later only delays what comes next.
 * @throws Refusal queue_unavailable when Redis is unavailable from the start
 */
export async function* followRegistration(
  { readRegistration, changes }: FollowDeps,
  jobId: string,
  over: AbortSignal,
): AsyncGenerator<Registration, undefined> {
  using watch = changes.watch(jobId) // before the first look, so that no change falls between the two
  let current = await readRegistration(jobId)
  while (current) {
    yield current
    if (!isPending(current)) return
    const { status } = current
    do {
      await watch.changed(over)
      if (over.aborted) return
      current = await readPatiently(jobId)
    } while (current?.status === status)
  }

  async function readPatiently(jobId: string) {
    for (;;) {
      try {
        return await readRegistration(jobId)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        await delay(LOOK_AGAIN_MS * (1 + Math.random()), undefined, { signal: over }).catch(() => {})
        if (over.aborted) return undefined
      }
    }
  }
}
