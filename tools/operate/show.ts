import { Outcome } from '@registrar/shared/contract/outcome'
import { RegistrationJob } from '@registrar/shared/contract/registration-job'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { JOB_FIELDS } from '@registrar/shared/redis/keys'
import { type Command, keys } from './operator.ts'
import { readJobs } from './read-jobs.ts'

/** What a job carries beside the seal, of one that can be read. */
const Carried = RegistrationJob.pick({ userId: true, username: true, requestId: true, traceparent: true })

/** `operate show`: everything known about one registration, but never the sealed password. */
export const show: Command = async ({ redis }, { jobIds }) => {
  const [jobId, second] = jobIds
  if (!jobId || second) throw new ConfigurationError('Give exactly one job id; npm run operate -- list shows them.')
  const [job] = await readJobs(redis, [jobId]) // the job first: a worker writes the outcome before the job goes
  const data = await redis.hget(keys.job(jobId), JOB_FIELDS.data)
  const outcome = await redis.get(keys.outcome(jobId))
  if (!job && !outcome) throw new ConfigurationError(`There is no registration ${jobId}, or its outcome has expired.`)
  const ended = outcome ? { jobId, ...Outcome.parse(JSON.parse(outcome)) } : job
  console.log(JSON.stringify({ ...ended, ...carriedBy(data) }, null, 2))
  return 0
}

function carriedBy(data: string | null) {
  try {
    return Carried.parse(JSON.parse(data ?? '{}'))
  } catch {
    return {} // it failed for that
  }
}
