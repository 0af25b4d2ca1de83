import { parseArgs } from 'node:util'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { startOrExplain } from '@registrar/shared/process/service'
import { JOB_FIELDS, redisKeys } from '@registrar/shared/redis/keys'
import { type Job, Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { connectToRunning } from './redis/connect-to-running.ts'

const HELP = `npm run retry -- [JOB_ID … | --all]

Puts failed registrations back into the queue: their status goes from failed to queued. Without arguments it lists them,
with the reason of each and never the sealed password. It connects to REDIS_URL, or to the Redis of the npm start that
runs on DATA_DIR.`

const keys = redisKeys(QUEUE_NAME)

await startOrExplain(async () => {
  const { values, positionals } = parseArgs({
    options: { all: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  if (values.help) return console.log(HELP)
  const jobIds = positionals.map((id) => id.toLowerCase()) // as we write them
  const redis = await connectToRunning(process.env)
  const queue = new Queue(keys.queue.name, { connection: redis, prefix: keys.queue.prefix, skipVersionCheck: true })
  try {
    const failed = (await queue.getFailed()).filter((job) => job !== undefined)
    if (!values.all && jobIds.length === 0) return list(failed)
    const chosen = values.all ? failed : failed.filter((job) => jobIds.includes(job.id!))
    for (const job of chosen) await putBack(job, redis)
    for (const id of jobIds)
      if (!values.all && !chosen.some((job) => job.id === id)) fail(`There is no failed registration ${id}.`)
    console.log(`${chosen.length} put back into the queue.`)
  } finally {
    await queue.close()
    redis.disconnect()
  }
})

function list(failed: Job[]): void {
  for (const job of failed) console.log(`${job.id}  ${new Date(job.finishedOn!).toISOString()}  ${job.failedReason}`)
  console.log(
    failed.length === 0
      ? 'Nothing has failed.'
      : `${failed.length} failed. Put them back with: npm run retry -- JOB_ID, or --all`,
  )
}

async function putBack(job: Job, redis: Redis): Promise<void> {
  await redis.hdel(keys.job(job.id!), JOB_FIELDS.crashes) // it gets a new chance
  await job.retry('failed', { resetAttemptsStarted: true })
  await redis.publish(keys.changes, job.id!)
}

function fail(sentence: string): void {
  console.error(sentence)
  process.exitCode = 1
}
