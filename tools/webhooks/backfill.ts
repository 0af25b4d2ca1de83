import type { Outcome } from '@registrar/shared/contract/outcome'
import { eventOf } from '@registrar/shared/contract/outcome-event'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { createOutcomeStream } from '@registrar/shared/redis/outcome-stream'
import { openUserStore } from '@registrar/users/stores/open-user-store'
import type { Cursor, User, UserStore } from '@registrar/users/user-store'
import { StoreUnavailableError } from '@registrar/users/user-store'
import type { Redis } from 'ioredis'
import { WorkerConfig } from '../../apps/worker/src/config.ts'
import { progressLine } from '../progress-line.ts'
import { connectToRunning } from '../redis/connect-to-running.ts'
import { type Command, keys, settings } from './operator.ts'
import { sinceOf } from './since.ts'
import { fieldOf, pages } from './stream-position.ts'

const PAGE = 500

/**
 * `webhooks backfill`: for a Redis that was lost. Users of the store whose registration has neither an outcome nor an entry
 * in the stream get both, in one step, under the id that they had: receivers recognise what they know.
 */
export const backfill: Command = async ({ since: given, isDryRun, isJson }) => {
  const since = sinceOf(given)
  const { shape } = WorkerConfig
  const { DATA_DIR, MONGODB_URI, OUTCOME_TTL_SECONDS, OUTCOME_STREAM_SECONDS } = settings({
    DATA_DIR: shape.DATA_DIR,
    MONGODB_URI: shape.MONGODB_URI,
    OUTCOME_TTL_SECONDS: shape.OUTCOME_TTL_SECONDS,
    OUTCOME_STREAM_SECONDS: shape.OUTCOME_STREAM_SECONDS,
  })
  const redis = await connectToRunning(process.env)
  try {
    await using store = await openUserStore({ DATA_DIR, MONGODB_URI })
    await store.prepare()
    const known = await completedInStream(redis)
    const count = { users: 0, missing: 0, written: 0 }
    for await (const users of missing(redis, store, since, known, (seen) => (count.users += seen)))
      count.missing += users.length
    if (!isJson) console.log(`${count.users} users since ${since.toISOString()}; ${count.missing} have no event.`)
    if (!isDryRun) {
      using progress = progressLine({ total: count.missing })
      const stream = createOutcomeStream({
        redis,
        keys,
        ttlSeconds: OUTCOME_TTL_SECONDS,
        streamSeconds: OUTCOME_STREAM_SECONDS,
      })
      for await (const users of missing(redis, store, since, known)) {
        const written = await Promise.all(users.map((user) => stream.end(...completed(user))))
        count.written += written.filter(Boolean).length
        progress.add(users.length)
      }
    }
    if (isJson) console.log(JSON.stringify({ since: since.toISOString(), ...count, isDryRun }))
    else if (!isDryRun) console.log(`${count.written} written; a notifier delivers them.`)
    return 0
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw new ConfigurationError(`The user store: ${error.message}.`)
    throw error
  } finally {
    redis.disconnect()
  }
}

/** Registrations whose completion is in the stream, though their outcomes may have expired. */
async function completedInStream(redis: Redis): Promise<Set<string>> {
  const jobIds = new Set<string>()
  for await (const page of pages(redis, '-', '+'))
    for (const entry of page)
      if (fieldOf(entry, 'type') === 'registration.completed') jobIds.add(fieldOf(entry, 'jobId')!)
  return jobIds
}

type RegisteredUser = User & { jobId: string }
const isRegistered = (user: User): user is RegisteredUser => user.jobId !== undefined

/** Users that no outcome and no entry tells of, page by page. A user that was imported has no registration. */
async function* missing(
  redis: Redis,
  store: UserStore,
  since: Date,
  known: Set<string>,
  onSeen: (users: number) => void = () => {},
): AsyncGenerator<RegisteredUser[]> {
  let after: Cursor = { createdAt: since, userId: '' }
  for (;;) {
    const users = await store.page({ after, limit: PAGE })
    if (users.length === 0) return
    onSeen(users.length)
    const candidates = users.filter(isRegistered).filter(({ jobId }) => !known.has(jobId))
    const outcomes = candidates.length > 0 ? await redis.mget(candidates.map(({ jobId }) => keys.outcome(jobId))) : []
    yield candidates.filter((_, n) => outcomes[n] === null)
    after = users.at(-1)!
  }
}

/** The store knows when the user was created; when the registration was accepted is no longer known. */
function completed({ userId, jobId, username, createdAt }: RegisteredUser): [Outcome, ReturnType<typeof eventOf>] {
  const moment = createdAt.toISOString()
  const outcome: Outcome = { status: 'completed', userId, createdAt: moment, finishedAt: moment }
  return [outcome, eventOf(jobId, username, outcome)]
}
