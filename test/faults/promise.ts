import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Outcome } from '@registrar/shared/contract/outcome'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { JOB_FIELDS, redisKeys } from '@registrar/shared/redis/keys'
import { Redis } from 'ioredis'
import { eventually } from '../support/eventually.ts'
import type { TestStore } from '../support/stores/test-store.ts'
import type { Ledger } from './ledger.ts'

type Evidence = {
  ledger: Ledger
  redisUrl: string
  store: TestStore
  /** Folders in whose files no password may be. */
  folders: string[]
  /** Everything that was logged. */
  logs: string
}

/** Waits until the queue is done with these jobs: ended, and gone unless they failed. */
export async function untilDone(redisUrl: string, jobIds: Iterable<string>): Promise<void> {
  const redis = new Redis(redisUrl)
  let pending = [...jobIds]
  const isDone = async (jobId: string) => {
    const [exists, finishedOn] = await redis.hmget(keys.job(jobId), JOB_FIELDS.createdAt, JOB_FIELDS.finishedAt)
    return !exists || finishedOn !== null
  }
  await eventually('the jobs are done', async () => {
    const done = await Promise.all(pending.map(isDone))
    pending = pending.filter((_, n) => !done[n])
    return pending.length === 0
  }).finally(() => redis.disconnect())
}

/** How the accepted registrations ended. */
export type Verdict = { accepted: number; completed: number; rejected: number; failed: number }

const keys = redisKeys(QUEUE_NAME)

/** Waits until these registrations have ended, as Redis itself has it, and no worker has a job in hand. */
export async function untilAllEnded(redisUrl: string, jobIds: Iterable<string>, timeoutMs = 120_000): Promise<void> {
  const redis = new Redis(redisUrl)
  let pending = [...jobIds]
  await eventually(
    'every accepted registration has ended',
    async () => {
      const states = await Promise.all(pending.map(async (jobId) => [jobId, await endOf(redis, jobId)] as const))
      pending = states.filter(([, end]) => !end).map(([jobId]) => jobId)
      return pending.length === 0 && (await redis.llen(keys.active)) === 0
    },
    timeoutMs,
  ).finally(() => redis.disconnect())
}

/**
 * The promise, checked from the stores and from Redis, not from the program's own words: every accepted registration
 * has exactly one end; every completed one has exactly one user; no user's registration says otherwise; no name has
 * two users; no outcome has changed since it was read; no password is in any file or log.
 * @throws Error that lists every breach
 */
export async function verifyPromise({ ledger, redisUrl, store, folders, logs }: Evidence): Promise<Verdict> {
  const breaches = [...ledger.contradictions]
  const redis = new Redis(redisUrl)
  const rows = await store.rows()
  const rowsById = Map.groupBy(rows, (row) => row._id)
  const verdict: Verdict = { accepted: ledger.accepted.size, completed: 0, rejected: 0, failed: 0 }

  for (const jobId of ledger.accepted.keys()) {
    const end = await endOf(redis, jobId)
    if (!end) breaches.push(`${jobId} was accepted and has no end`)
    else verdict[end.status]++
    const seen = ledger.seen.get(jobId)
    if (seen && end && (seen.status !== end.status || (end.finishedAt && seen.finishedAt !== end.finishedAt)))
      breaches.push(`${jobId} was read as ${seen.status} ${seen.finishedAt} and is ${end.status} ${end.finishedAt}`)
    if (end?.status !== 'completed') continue
    const users = rowsById.get(end.userId!) ?? []
    if (users.length !== 1 || users[0]!.jobId !== jobId)
      breaches.push(`${jobId} is completed and has ${users.length} users`)
  }
  for (const row of rows) {
    const end = await endOf(redis, row.jobId)
    if (end?.status !== 'completed' || end.userId !== row._id)
      breaches.push(`user ${row._id} has a registration ${end?.status}`)
  }
  for (const [name, holders] of Map.groupBy(rows, (row) => row.usernameKey))
    if (holders.length > 1) breaches.push(`${holders.length} users are called ${name}`)
  redis.disconnect()

  const texts = [...folders.flatMap(filesBelow), Buffer.from(logs)]
  for (const { password } of ledger.accepted.values())
    if (texts.some((text) => text.includes(password))) breaches.push('a password can be read')
  if (breaches.length > 0) throw new Error(`the promise is broken:\n${breaches.join('\n')}`)
  return verdict
}

type End = { status: 'completed' | 'rejected' | 'failed'; userId?: string; finishedAt?: string }

async function endOf(redis: Redis, jobId: string): Promise<End | undefined> {
  const [finishedOn, outcome] = await Promise.all([
    redis.hget(keys.job(jobId), JOB_FIELDS.finishedAt),
    redis.get(keys.outcome(jobId)),
  ])
  if (outcome) return Outcome.parse(JSON.parse(outcome))
  return finishedOn ? { status: 'failed' } : undefined
}

const filesBelow = (folder: string): Buffer[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
