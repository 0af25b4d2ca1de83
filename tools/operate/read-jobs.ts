import { JOB_FIELDS } from '@registrar/shared/redis/keys'
import type { Redis } from 'ioredis'
import { keys } from './operator.ts'

const { createdAt, startedAt, finishedAt, failureCode, crashes } = JOB_FIELDS

/** A registration that is pending or has failed: from its job in the queue, without the job's data. */
export type PendingOrFailed = {
  jobId: string
  status: 'queued' | 'processing' | 'failed'
  /** Of one that failed: the code in the table of failures in docs/operations.md. */
  reason?: string
  createdAt: string
  /** When a worker last began with it. */
  startedAt?: string
  failedAt?: string
  /** How many workers died over it. */
  crashes: number
}

/** Reads the jobs with these ids; one that is no longer there is left out. */
export async function readJobs(redis: Redis, jobIds: string[]): Promise<PendingOrFailed[]> {
  const rows = await Promise.all(
    jobIds.map((jobId) => redis.hmget(keys.job(jobId), createdAt, startedAt, finishedAt, failureCode, crashes)),
  )
  return rows.flatMap(([added, started, finished, reason, died], n) => {
    if (!added) return []
    const times = { createdAt: timeOf(added), ...(started && { startedAt: timeOf(started) }) }
    const ended = finished && { reason: reason ?? '', failedAt: timeOf(finished) }
    const status = finished ? 'failed' : started ? 'processing' : 'queued'
    return [{ jobId: jobIds[n]!, status, ...times, ...ended, crashes: Number(died ?? 0) }] satisfies PendingOrFailed[]
  })
}

const timeOf = (epochMs: string) => new Date(Number(epochMs)).toISOString()
