import { Outcome } from '@registrar/shared/contract/outcome'
import type { Registration } from '@registrar/shared/contract/registration'
import type { RedisKeys } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'
import { linksOf } from '../http/paths.ts'
import { queueUnavailable } from '../http/queue-unavailable.ts'
import { createStoredRegistrations } from './stored-registrations.ts'

/** Answers how a registration stands; undefined for one that never was or has expired. */
export type ReadRegistration = (jobId: string) => Promise<Registration | undefined>

/**
 * Reads in constant time, whatever the backlog (BullMQ's own getState walks the waiting list). Job and outcome are read at
 * one moment, and a worker writes the outcome before the job goes, so that one of the two is always seen.
 * The reader throws Refusal queue_unavailable.
 */
export function createReadRegistration(redis: Redis, keys: RedisKeys): ReadRegistration {
  const read = createStoredRegistrations(redis, keys)
  return async (jobId) => {
    if (redis.status !== 'ready') throw queueUnavailable()
    const { added, started, finished, outcome } = await read(jobId).catch((cause) => {
      throw queueUnavailable(cause)
    })
    const base = { jobId, links: linksOf(jobId) }
    if (outcome) return { ...base, ...Outcome.parse(JSON.parse(outcome)) }
    if (!added) return undefined
    const createdAt = isoTime(added)
    if (finished)
      return { ...base, status: 'failed', reason: 'internal_error', createdAt, finishedAt: isoTime(finished) }
    return { ...base, status: started ? 'processing' : 'queued', createdAt }
  }
}

const isoTime = (epochMs: string) => new Date(Number(epochMs)).toISOString()
