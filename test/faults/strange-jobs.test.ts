import { randomUUID } from 'node:crypto'
import { JOB_NAME, QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { createSealer } from '@registrar/shared/keys/seal'
import { generateSealingKeyPair } from '@registrar/shared/keys/sealing-key'
import { keyFilesBelow, readPublicKey } from '@registrar/shared/keys/sealing-key-files'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { outcomeOf, PASSWORD } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import type { TestStore } from '../support/stores/test-store.ts'
import { type FaultRun, startFaultRun } from './fault-run.ts'

let store: TestStore
let run: FaultRun
let queue: Queue
let redis: Redis
beforeAll(async () => {
  store = await storeEngines[0]!.create()
  run = await startFaultRun(store)
  await run.addWorker()
  redis = new Redis(run.redis.url)
  queue = new Queue(QUEUE_NAME, { connection: redis })
})
afterAll(async () => {
  await queue.close()
  redis.disconnect()
  await run[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
})

function sealTo(publicKey: Buffer, jobId: string, canonicalUsername: string) {
  using sealer = createSealer(publicKey)
  return sealer.seal(PASSWORD, { purpose: 'registration', jobId, canonicalUsername })
}
const workersKey = () => readPublicKey(keyFilesBelow(store.settings.DATA_DIR).publicFile)

/** Puts a job into the queue as another release, or an intruder, might, and returns how it ends. */
async function outcomeOfJob(change: (job: Record<string, unknown>, jobId: string, name: string) => unknown) {
  const jobId = randomUUID()
  const name = freshName()
  const job = { version: 1, userId: randomUUID(), username: name, sealed: sealTo(workersKey(), jobId, name) }
  await queue.add(JOB_NAME, change(job, jobId, name), { jobId, attempts: 1 })
  const outcome = await outcomeOf(run.gateway.url, jobId)
  return { outcome, users: (await store.rows()).filter((row) => row.jobId === jobId || row.username === name), jobId }
}

describe('a job in the queue', () => {
  it('with a field that this release does not know is understood', async () => {
    const { outcome, users } = await outcomeOfJob((job) => ({ ...job, invitedBy: 'somebody', nested: { deep: true } }))
    expect(outcome).toMatchObject({ status: 'completed' })
    expect(users).toHaveLength(1)
  })

  it.each<[string, string, Parameters<typeof outcomeOfJob>[0]]>([
    ['of a newer version', 'job_of_another_release', (job) => ({ ...job, version: 2 })],
    ['without a version', 'job_of_another_release', ({ version: _, ...job }) => job],
    ['without a seal', 'job_malformed', ({ sealed: _, ...job }) => job],
    ['that is no object', 'job_of_another_release', () => 'nonsense'],
    ['that is nothing', 'job_of_another_release', () => null],
    ['whose user id is none', 'job_malformed', (job) => ({ ...job, userId: { $ne: '' } })],
    [
      'with a damaged seal',
      'seal_damaged',
      (job) => ({ ...job, sealed: `${String(job['sealed']).slice(0, -8)}AAAAAAAA` }),
    ],
    ['with no seal at all in its field', 'seal_malformed', (job) => ({ ...job, sealed: 'nonsense' })],
    [
      'with the seal of another job',
      'seal_damaged',
      (job, _jobId, name) => ({ ...job, sealed: sealTo(workersKey(), randomUUID(), name) }),
    ],
    [
      'with a seal for another name',
      'seal_damaged',
      (job, jobId) => ({ ...job, sealed: sealTo(workersKey(), jobId, 'somebody-else') }),
    ],
    [
      'sealed to a key that was retired',
      'seal_unknown_key',
      (job, jobId, name) => ({ ...job, sealed: sealTo(generateSealingKeyPair().publicKey, jobId, name) }),
    ],
  ])('%s fails with the code %s in the log, makes no user, and hurts nobody else', async (_what, code, change) => {
    const { outcome, users, jobId } = await outcomeOfJob(change)
    expect(outcome).toMatchObject({ status: 'failed', reason: 'internal_error' })
    expect(users).toEqual([])
    const line = await eventually('the log says it', () =>
      run
        .logs()
        .split('\n')
        .find((line) => line.includes(jobId) && line.includes('registration failed')),
    )
    expect(line).toContain(code)
    expect(await outcomeOf(run.gateway.url, await run.register(freshName()))).toMatchObject({ status: 'completed' })
  })
})
