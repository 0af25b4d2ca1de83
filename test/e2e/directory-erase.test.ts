import { randomUUID } from 'node:crypto'
import { QUEUE_NAME } from '@registrar/shared/contract/registration-job'
import { addApiKey, apiKeyFilesBelow } from '@registrar/shared/keys/api-keys'
import { Queue, UnrecoverableError, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { accepted, completedBy, outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { directoryAt } from '../support/processes/directory.ts'
import { startRegistrar, type TestRegistrar } from '../support/processes/registrar.ts'
import { startDirectory } from '../support/processes/service-process.ts'
import { dumpOf, filesBelow } from '../support/redis/dumps.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

/** Random ids that say nothing about a person once they lead nowhere: in log lines, and in BullMQ's last 10,000 events. */
const IDS_IN: Record<string, string[]> = { logs: ['userId', 'jobId'], Redis: ['jobId'] }

/** A registration and its directory, with a key of all scopes. */
async function startAll(at: Awaited<ReturnType<(typeof storeEngines)[0]['create']>>, more = {}) {
  await using starting = new AsyncDisposableStack()
  const variables = { LOG_LEVEL: 'trace', ...more }
  const registrar = starting.use(await startRegistrar({ store: at, variables }))
  const { keysFile } = apiKeyFilesBelow(at.settings.DATA_DIR)
  const scopes = ['verify', 'users:read', 'users:write', 'users:erase']
  const key = addApiKey(keysFile, { name: 'test', scopes })
  const directory = starting.use(await startDirectory(registrar.variables))
  const running = starting.move()
  return {
    registrar,
    directory,
    ...directoryAt(directory.url, key),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** Leaves a failed job of that id in the queue, as a registration whose outcome could not be written does. */
async function leaveFailedJob({ redis }: TestRegistrar, jobId: string, username: string): Promise<void> {
  const { hostname: host, port, password } = new URL(redis.url)
  const connection = { host, port: Number(port), password, maxRetriesPerRequest: null }
  const other = new Queue(`{elsewhere-${jobId}}`, { connection })
  await other.add('register', { username }, { jobId })
  const worker = new Worker(other.name, () => Promise.reject(new UnrecoverableError('x')), { connection })
  await eventually('it has failed', async () => (await other.getFailedCount()) === 1)
  await worker.close()
  await other.close()
  const client = new Redis(redis.url)
  await client.rename(`bull:${other.name}:${jobId}`, `bull:${QUEUE_NAME}:${jobId}`)
  await client.zadd(`bull:${QUEUE_NAME}:failed`, Date.now(), jobId)
  for (const key of await client.keys(`bull:${other.name}:*`)) await client.del(key)
  client.disconnect()
}

describe.each(storeEngines)('erasing a user on $name', ({ create }) => {
  it('leaves nothing of the person but the name, in the store, in Redis and in the logs', async () => {
    await using at = await create()
    await using all = await startAll(at)
    const { url } = all.registrar.gateway
    const username = `Ada${freshName()}`
    const other = `Eve${freshName()}`
    const client = `device-${randomUUID()}`
    const jobId = await accepted(url, username)
    const { userId } = await completedBy(url, jobId)
    const hashes = [(await at.rows())[0]!.passwordHash]
    expect(await all.verify({ username, password: PASSWORD, client })).toMatchObject({ verified: true })
    await all.users.update(userId, { username: other })
    await all.users.update(userId, { username })
    await all.users.setPassword(userId, 'another battery staple')
    hashes.push((await at.rows()).find(({ _id }) => _id === userId)!.passwordHash)
    await all.verify({ username, password: 'wrong', client })
    await leaveFailedJob(all.registrar, jobId, username)

    const dump = () => dumpOf(all.registrar.redis.url, all.registrar.redis.folder)
    const personal = { username, userId, jobId, client, password: PASSWORD, hash: hashes[0]!, newHash: hashes[1]! }
    for (const trace of [username, userId, jobId]) expect(dump().includes(trace), 'control').toBe(true)

    await all.users.erase(userId)
    await expect(all.users.erase(userId)).rejects.toMatchObject({ code: 'not_found' })
    expect((await fetch(`${url}/register/${jobId}`)).status).toBe(404)
    const redis = new Redis(all.registrar.redis.url)
    await redis.del(`registrar:${QUEUE_NAME}:outcomes`) // its entries expire by age alone
    redis.disconnect()
    const logs = all.registrar.output() + all.directory.output()
    expect(logs).toContain('"level"')

    const rows = (await at.rows()).map((row) => JSON.stringify(row)).join('\n')
    const places: Record<string, { includes(text: string): boolean }> = { rows, Redis: dump(), logs }
    if (!at.settings.MONGODB_URI) places['the files of the store'] = filesBelow(at.settings.DATA_DIR)
    for (const [place, content] of Object.entries(places))
      for (const [what, trace] of Object.entries(personal))
        if (!IDS_IN[place]?.includes(what)) expect(content.includes(trace), `${what} in ${place}`).toBe(false)
    const kept = (await at.rows()).filter(({ usernameKey }) => usernameKey === username.toLowerCase())
    expect(kept).toHaveLength(1)
    expect(kept[0]!.reservedUntil).toBeTruthy()
    expect((await register(url, { username, password: PASSWORD })).status).toBe(202)
  })

  it('while its name is signed up for at once never gives the name to two', async () => {
    await using at = await create()
    await using all = await startAll(at, { NAME_QUARANTINE_DAYS: '0' })
    const { url } = all.registrar.gateway
    const name = freshName()
    let { userId } = await completedBy(url, await accepted(url, name))
    for (let round = 0; round < 5; round++) {
      const [jobIds] = await Promise.all([
        Promise.all(Array.from({ length: 4 }, () => accepted(url, name))),
        all.users.erase(userId),
      ])
      const outcomes = await Promise.all(jobIds.map((jobId) => outcomeOf(url, jobId)))
      const completed = outcomes.filter((outcome) => outcome.status === 'completed')
      expect(completed.length).toBeLessThanOrEqual(1)
      const owners = (await at.rows()).filter(({ usernameKey }) => usernameKey === name)
      expect(owners.map(({ _id }) => _id)).toEqual(completed.map((outcome) => outcome.userId))
      userId = completed[0]?.userId ?? (await completedBy(url, await accepted(url, name))).userId
    }
  })
})
