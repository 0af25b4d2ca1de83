import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { insistOn, outcomeOf } from '../support/http/client.ts'
import { command } from '../support/processes/command.ts'
import { makeAllKeys } from '../support/processes/keys.ts'
import { startGateway, startWorker } from '../support/processes/service-process.ts'
import { startRedis } from '../support/redis/redis-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const SENTENCE = /^REDIS_URL names a database that this Redis does not have; it must end in a number below .*\.$/

const READERS = {
  gateway: ['apps/gateway/main.ts'],
  worker: ['apps/worker/main.ts'],
  'npm start': ['tools/start/main.ts'],
  'npm run operate': ['tools/operate/main.ts', 'status'],
}

async function keysInDatabase0(url: string): Promise<string[]> {
  const redis = new Redis(url)
  return redis.keys('*').finally(() => redis.disconnect())
}

describe('a database that Redis does not have', () => {
  it.each(Object.entries(READERS))(
    'stops %s with one sentence at the end; nothing is done in database 0',
    async (_, [file, ...args]) => {
      using folder = temporaryFolder()
      makeAllKeys(folder.path)
      await using redis = await startRedis()
      const variables = {
        REDIS_URL: `${redis.url}/99`,
        DATA_DIR: folder.path,
        PORT: '0',
        WORKERS: '2',
        MONGODB_URI: '',
      }
      await using reader = command(file!, args, variables)
      expect(await reader.exited).toBe(1)
      expect(reader.stderr().trimEnd()).toMatch(SENTENCE)
      expect(reader.stdout() + reader.stderr()).not.toContain('only-for-this-test') // the password
      expect(await keysInDatabase0(redis.url)).toEqual([])
    },
  )

  it.each([
    ['gateway', startGateway],
    ['worker', startWorker],
  ])('stops a %s that has started without Redis as soon as Redis says so', async (_, start) => {
    using folder = temporaryFolder()
    makeAllKeys(folder.path)
    await using redis = await startRedis({ running: false })
    await using service = await start({ REDIS_URL: `${redis.url}/99`, DATA_DIR: folder.path })
    await redis.restart()
    expect(await service.exited).toBe(1)
    expect(service.output().trimEnd().split('\n').at(-1)).toMatch(SENTENCE)
    expect(await keysInDatabase0(redis.url)).toEqual([])
  })

  it('stops an npm start that has started without Redis, and all of its processes', async () => {
    using folder = temporaryFolder()
    await using redis = await startRedis({ running: false })
    const variables = { REDIS_URL: `${redis.url}/99`, DATA_DIR: folder.path, PORT: '0', WORKERS: '1', MONGODB_URI: '' }
    await using start = command('tools/start/main.ts', [], variables)
    await eventually('npm start runs', () => start.stdout().includes('Ctrl-C stops it'))
    await redis.restart()
    expect(await start.exited).toBe(1)
    expect(start.stderr().trimEnd().split('\n').at(-1)).toMatch(SENTENCE)
    expect(await keysInDatabase0(redis.url)).toEqual([])
  })
})

it('a database that Redis has is used, and no other', async () => {
  using folder = temporaryFolder()
  makeAllKeys(folder.path)
  await using redis = await startRedis()
  await using gateway = await startGateway({ REDIS_URL: `${redis.url}/9?family=4`, DATA_DIR: folder.path })
  await using _worker = await startWorker({ REDIS_URL: `${redis.url}/9`, DATA_DIR: folder.path })
  expect(await outcomeOf(gateway.url, await insistOn(gateway.url, 'ada'))).toMatchObject({ status: 'completed' })
  expect(await keysInDatabase0(redis.url)).toEqual([])
})
