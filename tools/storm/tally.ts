import { createHistogram } from 'node:perf_hooks'
import type { EndedRegistration } from '@registrar/shared/contract/registration'

/** The state of a storm: every number that is shown is read from here. */
export type Tally = ReturnType<typeof createTally>

/** How an accepted registration ended; `unknown` is one that the server has forgotten or lost. */
type End = EndedRegistration['status'] | 'unknown'

export function createTally(total: number) {
  return {
    /** How many are to be sent. */
    total,
    sent: 0,
    accepted: 0,
    /** By the code of the refusal. */
    refused: new Map<string, number>(),
    /** Requests without an answer, by what went wrong. Some of them may have been accepted. */
    unanswered: new Map<string, number>(),
    ended: { completed: 0, rejected: 0, failed: 0, unknown: 0 } satisfies Record<End, number>,
    /** How many of the accepted have their event at a receiver; undefined where nobody counts them. */
    events: undefined as number | undefined,
    /** From the moment that a sign-up was due to its 202, in µs. */
    acceptLatencies: createHistogram(),
  }
}

export const countUp = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1)

export const sum = (counts: Map<string, number>) => counts.values().reduce((total, count) => total + count, 0)

export const endedIn = ({ ended }: Tally) => ended.completed + ended.rejected + ended.failed + ended.unknown

/** Accepted and, as far as the polls have shown, not ended. */
export const backlogIn = (tally: Tally) => tally.accepted - endedIn(tally)
