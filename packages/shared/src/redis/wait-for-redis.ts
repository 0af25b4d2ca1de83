import { setTimeout as delay } from 'node:timers/promises'
import type { Redis } from 'ioredis'

/** How long a start waits for Redis: the first request should not meet a 503, and an outage must not hold up the start. */
const PATIENCE_MS = 2_000

/**
 * Resolves when `redis` takes commands, or after 2 s without. What can never work, such as a database that Redis does not
 * have, shows in the meantime: a process that says it has started has got past that.
 */
export async function waitForRedis(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return
  const ready = Promise.withResolvers<void>() // events.once would reject at an 'error', which may only be an outage
  redis.once('ready', ready.resolve)
  const waited = new AbortController()
  await Promise.race([ready.promise, delay(PATIENCE_MS, undefined, { signal: waited.signal })])
  waited.abort()
}
