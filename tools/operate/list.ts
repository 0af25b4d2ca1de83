import { ConfigurationError } from '@registrar/shared/process/environment'
import { count } from '../format.ts'
import { activeJobs, atMost, failedJobs, waitingJobs } from './job-ids.ts'
import { type Command, keys, type Operator } from './operator.ts'
import { type PendingOrFailed, readJobs } from './read-jobs.ts'

/** As many as fit on a few screens. */
const USUAL_LIMIT = 50

const PAGES = { failed: failedJobs, waiting: waitingJobs, active: activeJobs }

/** `operate list`: one line a registration, or one JSON array. */
export const list: Command = async (operator, { status, reason, limit = USUAL_LIMIT, isJson }) => {
  if (reason !== undefined && status !== 'failed')
    throw new ConfigurationError('--reason works only with --status failed.')
  const { redis } = operator
  const found: PendingOrFailed[] = []
  for await (const jobIds of atMost(limit, PAGES[status](redis, reason))) found.push(...(await readJobs(redis, jobIds)))
  if (isJson) console.log(JSON.stringify(found, null, 2))
  else console.log([...found.map(lineOf), await lastLine(operator, status, reason, found.length, limit)].join('\n'))
  return 0
}

const NOTHING = { failed: 'Nothing has failed.', waiting: 'Nothing waits.', active: 'Nothing is in flight.' }

async function lastLine(
  { redis }: Operator,
  status: keyof typeof PAGES,
  reason: string | undefined,
  shown: number,
  limit: number,
): Promise<string> {
  if (shown === 0) return reason === undefined ? NOTHING[status] : `Nothing has failed for the reason ${reason}.`
  const all = {
    failed: () => redis.zcard(keys.failed),
    waiting: async () => (await redis.llen(keys.wait)) + (await redis.zcard(keys.delayed)),
    active: () => redis.llen(keys.active),
  }
  const of = shown >= limit ? `The first ${count(shown)}; --limit shows more. ` : ''
  const total = `${count(await all[status]())} ${status}${reason === undefined ? '' : ' in all'}.`
  const hint = status === 'failed' ? ' To put them back: npm run operate -- retry JOB_ID, --reason REASON or --all' : ''
  return `${of}${total}${hint}`
}

function lineOf({ jobId, status, reason, createdAt, failedAt, crashes }: PendingOrFailed): string {
  const ended = failedAt && `failed ${failedAt}  ${reason}`
  return [jobId, status, `accepted ${createdAt}`, ended, crashes > 0 && `${crashes} crashes`].filter(Boolean).join('  ')
}
