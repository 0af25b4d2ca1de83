import { ConfigurationError } from '@registrar/shared/process/environment'
import { JOB_FIELDS } from '@registrar/shared/redis/keys'
import { ErrorCode, Job } from 'bullmq'
import { count } from '../format.ts'
import { progressLine } from '../progress-line.ts'
import { confirm } from './confirm.ts'
import { atMost, failedJobs } from './job-ids.ts'
import { list } from './list.ts'
import { type Arguments, type Command, keys, type Operator } from './operator.ts'

/** At a time: each is three small commands. */
const IN_FLIGHT = 100

/** `operate retry`: returns failed registrations to the queue; their status goes from failed to queued. */
export const retry: Command = async (operator, given) => {
  const { jobIds, reason, isAll, isDryRun, isJson } = given
  if ([jobIds.length > 0, reason !== undefined, isAll].filter(Boolean).length > 1)
    throw new ConfigurationError('Give exactly one of: job ids, --reason, --all.')
  if (jobIds.length === 0 && reason === undefined && !isAll) return list(operator, given)

  const chosen = jobIds.length > 0 ? jobIds : await chooseFailed(operator, given)
  if (jobIds.length === 0 && !isJson) console.log(sentence(chosen.length, reason))
  const isWanted = jobIds.length > 0 || chosen.length === 0 || given.isYes || isDryRun
  if (!isWanted && !(await confirm(`Put ${count(chosen.length)} back into the queue?`, '--yes'))) return 1

  const { putBack, others } = isDryRun ? await lookAt(operator, chosen) : await putAllBack(operator, chosen)
  if (isJson) console.log(JSON.stringify({ [isDryRun ? 'wouldRetry' : 'retried']: putBack, notFailed: others }))
  else {
    console.log(
      isDryRun ? `${count(putBack)} would be returned to the queue.` : `${count(putBack)} returned to the queue.`,
    )
    if (jobIds.length > 0) for (const jobId of others) console.error(`There is no failed registration ${jobId}.`)
    else if (others.length > 0) console.log(`${count(others.length)} had already been returned by someone else.`)
  }
  return jobIds.length > 0 && others.length > 0 ? 1 : 0
}

/** The oldest come last out of Redis, and go back into the queue first. */
async function chooseFailed({ redis }: Operator, { reason, limit = Number.POSITIVE_INFINITY }: Arguments) {
  const chosen = new Set<string>()
  using progress = progressLine({ total: await redis.zcard(keys.failed) })
  for await (const page of atMost(limit, failedJobs(redis, reason))) {
    for (const jobId of page) chosen.add(jobId)
    progress.add(page.length)
  }
  return [...chosen].toReversed()
}

const sentence = (number: number, reason: string | undefined) =>
  `${count(number)} failed ${number === 1 ? 'registration' : 'registrations'}${reason === undefined ? '' : ` with the reason ${reason}`}.`

type Result = { putBack: number; others: string[] }

async function putAllBack(operator: Operator, jobIds: string[]): Promise<Result> {
  using progress = progressLine({ total: jobIds.length })
  const others: string[] = []
  for (let n = 0; n < jobIds.length; n += IN_FLIGHT) {
    const some = jobIds.slice(n, n + IN_FLIGHT)
    const results = await Promise.all(some.map((jobId) => putBack(operator, jobId)))
    others.push(...some.filter((_, index) => !results[index]))
    progress.add(some.length)
  }
  return { putBack: jobIds.length - others.length, others }
}

/** False when it is not among those that have failed. */
async function putBack({ redis, queue }: Operator, jobId: string): Promise<boolean> {
  if ((await redis.zscore(keys.failed, jobId)) === null) return false
  await redis.hdel(keys.job(jobId), JOB_FIELDS.crashes) // it gets three new chances
  try {
    // Its id is all that BullMQ needs to move it: what it carries is not read.
    await new Job(queue, '', {}, {}, jobId).retry('failed', { resetAttemptsStarted: true })
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (code === ErrorCode.JobNotExist || code === ErrorCode.JobNotInState) return false // another command was faster
    throw error
  }
  await redis.publish(keys.changes, jobId)
  return true
}

async function lookAt({ redis }: Operator, jobIds: string[]): Promise<Result> {
  const others: string[] = []
  for (const jobId of jobIds) if ((await redis.zscore(keys.failed, jobId)) === null) others.push(jobId)
  return { putBack: jobIds.length - others.length, others }
}
