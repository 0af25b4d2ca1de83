import type { Redis } from 'ioredis'
import { Counter } from 'prom-client'
import type { RedisKeys } from '../../redis/keys.ts'
import { inTime } from './in-time.ts'
import type { Metrics } from './metrics.ts'

type Options = { redis: Redis; keys: Pick<RedisKeys, 'outcomes'> }

/**
 * How many registrations have ended, as Redis has it: the workers' own counters lack what a worker that is killed had counted
 * since the last scrape. Every gateway reports the same figure: take the maximum. While Redis is unavailable it is absent.
 *
 * The page must ask for the queue first: a registration leaves the queue after its entry is written, so that none is missing
 * from both.
 */
export const outcomeMetrics =
  ({ redis, keys }: Options): Metrics =>
  (registry) => {
    const outcomes = new Counter({
      name: 'registrar_outcomes_total',
      help: 'Registrations that ended, counted in Redis: the death of a worker loses none of them.',
      registers: [registry],
    })
    return async () => {
      const added = redis.status === 'ready' ? await inTime(everAdded(redis, keys.outcomes)) : undefined
      outcomes.remove()
      if (added !== undefined) outcomes.inc(added)
    }
  }

/** Entries that were ever added to a stream, trimmed ones included. Undefined before Redis 7.0, which does not count them. */
async function everAdded(redis: Redis, stream: string): Promise<number | undefined> {
  if ((await redis.exists(stream)) === 0) return 0
  const figures = (await redis.xinfo('STREAM', stream)) as unknown[]
  const at = figures.indexOf('entries-added')
  return at === -1 ? undefined : Number(figures[at + 1])
}
