import type { Redis } from 'ioredis'
import { Gauge } from 'prom-client'
import { JOB_FIELDS, type QueueKeys } from '../../redis/keys.ts'
import { inTime } from './in-time.ts'
import type { Metrics } from './metrics.ts'

type Options = { redis: Redis; keys: QueueKeys; maxBacklog: number }

/**
 * How full the queue is, read from Redis when the page is asked for: six commands, however much waits. While Redis is
 * unavailable the figures are absent, not 0. Every gateway reports the same ones: take the maximum of them, never the sum.
 */
export const queueMetrics =
  ({ redis, keys, maxBacklog }: Options): Metrics =>
  (registry) => {
    const jobs = new Gauge({
      name: 'registrar_queue_jobs',
      help: 'Registrations in the queue, as Redis has them.',
      labelNames: ['state'],
      registers: [registry],
    })
    const oldest = new Gauge({
      name: 'registrar_queue_oldest_waiting_seconds',
      help: 'Age of the oldest registration that waits for a worker; 0 when none waits.',
      registers: [registry],
    })
    new Gauge({
      name: 'registrar_backlog_limit',
      help: 'MAX_BACKLOG: the number of accepted registrations that have not ended above which new ones are refused.',
      registers: [registry],
    }).set(maxBacklog)

    return async () => {
      const figures = redis.status === 'ready' ? await inTime(readFigures(redis, keys)) : undefined
      oldest.remove()
      jobs.reset()
      if (!figures) return
      oldest.set(figures.oldestSeconds)
      for (const [state, count] of Object.entries(figures.counts)) jobs.set({ state }, count)
    }
  }

async function readFigures(redis: Redis, keys: QueueKeys) {
  const [waiting, active, delayed, failed, oldest] = await Promise.all([
    redis.llen(keys.wait),
    redis.llen(keys.active),
    redis.zcard(keys.delayed),
    redis.zcard(keys.failed),
    redis.lindex(keys.wait, -1), // from this end workers take
  ])
  const addedAt = oldest === null ? null : await redis.hget(keys.job(oldest), JOB_FIELDS.createdAt)
  const oldestSeconds = addedAt === null ? 0 : Math.max(0, (Date.now() - Number(addedAt)) / 1_000)
  return { counts: { waiting, active, delayed, failed }, oldestSeconds }
}
