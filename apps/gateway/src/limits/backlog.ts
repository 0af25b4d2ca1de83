import type { QueueKeys } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'
import { refuse } from '../http/refuse.ts'
import { type Count, createWaitingLine, drainOf } from './retry-after.ts'

/**
 * How often the backlog is counted. Between two counts this gateway adds what it accepts itself: alone it never goes
 * over the limit; with others, by no more than what they accept within this time.
 */
const COUNT_EVERY_MS = 250
/** The drain rate is that of the last minute. */
const MEMORY_MS = 60_000

/** Knows how many registrations are accepted and not ended, without asking for each request. */
export type Backlog = Disposable & {
  /** Takes one place. @throws Refusal overloaded when there is none, before anything is written */
  admit(): void
}

type Options = { redis: Redis; keys: QueueKeys; maxBacklog: number }

export function createBacklog({ redis, keys, maxBacklog }: Options): Backlog {
  const counts: Count[] = []
  let admitted = 0
  let drain = drainOf(counts) // once a count: a full backlog may turn thousands away in between
  let turnedAway = createWaitingLine()

  const count = async () => {
    const admittedBefore = admitted
    const replies = await Promise.all([
      redis.llen(keys.wait),
      redis.llen(keys.active),
      redis.zcard(keys.delayed),
      redis.get(keys.everAdded),
    ])
    const [waiting, active, delayed, everAdded] = replies
    const at = performance.now()
    counts.push({ at, backlog: waiting + active + delayed, everAdded: Number(everAdded ?? 0) })
    while (counts.length > 1 && at - counts[0]!.at > MEMORY_MS) counts.shift()
    admitted -= admittedBefore // those are counted now
    drain = drainOf(counts)
    if (counts.at(-1)!.backlog < maxBacklog / 2) turnedAway = createWaitingLine()
  }
  let counting = false // a Redis that is slow must not be asked twice: both answers would take the same places back
  const timer = setInterval(async () => {
    if (counting || redis.status !== 'ready') return
    counting = true
    await count().catch(() => {}) // refused by Redis: the old count stands
    counting = false
  }, COUNT_EVERY_MS)

  return {
    admit() {
      const backlog = (counts.at(-1)?.backlog ?? 0) + admitted
      if (backlog < maxBacklog) {
        admitted++
        return
      }
      const seconds = turnedAway.waitSeconds(drain)
      throw refuse('overloaded', `Try again in ${seconds} s with the same request.`, {
        headers: { 'retry-after': `${seconds}` },
      })
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
