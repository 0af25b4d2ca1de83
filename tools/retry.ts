import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { ConfigurationError, parseEnvironment } from '@registrar/shared/process/environment'
import { startOrExplain } from '@registrar/shared/process/service'
import { commonSettings } from '@registrar/shared/process/settings'
import { JOB_FIELDS, redisKeys } from '@registrar/shared/redis/keys'
import { type Job, Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { z } from 'zod'
import { ownRedisUrlFile } from './redis/own-redis.ts'

const HELP = `npm run retry -- [JOB_ID … | --all]

Puts failed registrations back into the queue: their status goes from failed to queued. Without arguments it lists them,
with the reason of each and nothing that is sealed. It talks to REDIS_URL, or to the Redis of an npm start that runs.`

const keys = redisKeys(QUEUE_NAME)

await startOrExplain(async () => {
  const { values, positionals } = parseArgs({
    options: { all: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  if (values.help) return console.log(HELP)
  const redis = await connect()
  const queue = new Queue(keys.queue.name, { connection: redis, prefix: keys.queue.prefix, skipVersionCheck: true })
  try {
    const failed = (await queue.getFailed()).filter((job) => job !== undefined)
    if (!values.all && positionals.length === 0) return list(failed)
    const chosen = values.all ? failed : failed.filter((job) => positionals.includes(job.id!))
    for (const job of chosen) await putBack(job, redis)
    for (const id of positionals)
      if (!values.all && !chosen.some((job) => job.id === id)) complain(`There is no failed registration ${id}.`)
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

async function connect(): Promise<Redis> {
  const { DATA_DIR } = parseEnvironment(z.object({ DATA_DIR: commonSettings.DATA_DIR }), process.env)
  const file = ownRedisUrlFile(DATA_DIR)
  const ownUrl = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const { REDIS_URL } = parseEnvironment(z.object({ REDIS_URL: commonSettings.REDIS_URL }), {
    REDIS_URL: ownUrl,
    ...(process.env['REDIS_URL'] && { REDIS_URL: process.env['REDIS_URL'] }),
  })
  const redis = new Redis(REDIS_URL, { lazyConnect: true, retryStrategy: () => null })
  redis.on('error', () => {}) // connect() rejects with it
  await redis.connect().catch((error: Error) => {
    throw new ConfigurationError(`Redis cannot be reached (${error.message}); is Registrar running?`)
  })
  return redis
}

function complain(sentence: string): void {
  console.error(sentence)
  process.exitCode = 1
}
