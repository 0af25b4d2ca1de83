import { QUEUE_PREFIX } from '@registrar/shared/redis-keys'
import type { Redis } from 'ioredis'
import { Refusal } from './refusal.ts'

/**
 * How often the backlog is counted. Between two counts this gateway adds what it accepts itself: alone it never goes
 * over the limit; with others, by no more than what they accept within this time.
 */
const COUNT_EVERY_MS = 250
/** The drain rate is that of the last minute. */
const MEMORY_MS = 60_000
const RETRY_AFTER_SECONDS = { least: 5, most: 600 }

type Count = { at: number; backlog: number; everAdded: number }

/** Knows how many registrations are accepted and not ended, without asking for each request. */
export type Backlog = Disposable & {
  /** Takes one place. @throws Refusal overloaded when there is none, before anything is written */
  admit(): void
}

type Options = { redis: Redis; queueName: string; maxBacklog: number }

export function createBacklog({ redis, queueName, maxBacklog }: Options): Backlog {
  const key = (name: string) => `${QUEUE_PREFIX}:${queueName}:${name}`
  const counts: Count[] = []
  let admitted = 0
  let turnedAway = createLine()

  const count = async () => {
    if (redis.status !== 'ready') return
    const admittedBefore = admitted
    const replies = await Promise.all([
      redis.llen(key('wait')),
      redis.llen(key('active')),
      redis.zcard(key('delayed')),
      redis.get(key('id')), // BullMQ counts here every job that was ever added
    ])
    const [waiting, active, delayed, everAdded] = replies
    const at = performance.now()
    counts.push({ at, backlog: waiting + active + delayed, everAdded: Number(everAdded ?? 0) })
    while (counts.length > 1 && at - counts[0]!.at > MEMORY_MS) counts.shift()
    admitted -= admittedBefore // those are counted now
    if (counts.at(-1)!.backlog < maxBacklog / 2) turnedAway = createLine()
  }
  const timer = setInterval(() => void count().catch(() => {}), COUNT_EVERY_MS) // refused by Redis: the old count stands

  return {
    admit() {
      const backlog = (counts.at(-1)?.backlog ?? 0) + admitted
      if (backlog < maxBacklog) {
        admitted++
        return
      }
      const seconds = turnedAway.waitSeconds(drainPerSecond(counts))
      throw new Refusal('overloaded', `Come back in ${seconds} s; the same request can then be sent again.`, {
        headers: { 'retry-after': `${seconds}` },
      })
    },
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

/** How many registrations ended a second, from the first to the last count: what was added and waits no longer. */
export function drainPerSecond(counts: Count[]): number {
  const [first, last] = [counts[0], counts.at(-1)]
  if (!first || !last || last.at === first.at) return 0
  const ended = last.everAdded - first.everAdded - (last.backlog - first.backlog)
  return Math.max(0, ended) / ((last.at - first.at) / 1_000)
}

/** Those turned away, imagined as a line that moves as fast as the queue drains: each is sent to its end. */
function createLine() {
  let length = 0
  let at = performance.now()
  return {
    waitSeconds(perSecond: number): number {
      const now = performance.now()
      length = Math.max(0, length - (perSecond * (now - at)) / 1_000) + 1
      at = now
      const seconds = perSecond > 0 ? Math.ceil(length / perSecond) : RETRY_AFTER_SECONDS.most
      return Math.min(Math.max(seconds, RETRY_AFTER_SECONDS.least), RETRY_AFTER_SECONDS.most)
    },
  }
}
