import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { OutageLog } from '../process/outage-log.ts'
import { explainRedisFault } from './explain-redis-fault.ts'
import type { RedisKeys } from './keys.ts'
import { isDemotion } from './primary-only.ts'

/** A demotion is noticed within this, also by a process that has nothing to write. */
const PROBE_MS = 2_000

/** Redis answers in well under a millisecond; an orchestrator's own probe waits for 1 s by default. */
const PATIENCE_MS = 800

export type WriteProbe = Disposable & {
  /** Whether Redis takes writes at this moment; false when it has not answered after 0.8 s. */
  acceptsWrites(): Promise<boolean>
}

type Options = { redis: Redis; keys: RedisKeys; refusals: OutageLog }

/** Asks Redis every 2 s, and whenever it is asked itself, whether it takes writes, and logs when it does not. */
export function createWriteProbe({ redis, keys, refusals }: Options): WriteProbe {
  /** A write for every rule of Redis, that changes nothing: XX sets only a key that exists, and this one never does. */
  const write = async () => {
    try {
      await redis.set(keys.probe, '', 'XX')
      refusals.up()
      return true
    } catch (error) {
      if (redis.status === 'ready' && !isDemotion(error)) refusals.down(explainRedisFault(error))
      return false
    }
  }
  let asked: Promise<boolean> | undefined // however many ask at once, Redis is asked once
  const acceptsWrites = async () => {
    if (redis.status !== 'ready') return false
    asked ??= write().finally(() => {
      asked = undefined
    })
    const overdue = delay(PATIENCE_MS, undefined, { ref: false }).then(() => nextTurn(false)) // reads the socket first
    return Promise.race([asked, overdue])
  }
  const timer = setInterval(acceptsWrites, PROBE_MS)
  return { acceptsWrites, [Symbol.dispose]: () => clearInterval(timer) }
}
