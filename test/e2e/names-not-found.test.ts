import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { makeAllKeys } from '../support/processes/keys.ts'
import { type ServiceProcess, startGateway, startWorker } from '../support/processes/service-process.ts'
import { startRedis } from '../support/redis/redis-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const SECRET = 'hunter2'

async function expectCleanStop(service: ServiceProcess) {
  service.child.kill('SIGTERM')
  expect(await service.exited).toBe(0)
  expect(service.output()).not.toContain(SECRET)
}

describe('a name that cannot be looked up is an outage: the process starts, goes on trying and stops as any other', () => {
  it('the host in REDIS_URL', async () => {
    using folder = temporaryFolder()
    makeAllKeys(folder.path)
    const REDIS_URL = `redis://:${SECRET}@redis.invalid:6379`
    await using gateway = await startGateway({ REDIS_URL, DATA_DIR: folder.path })
    await using worker = await startWorker({ REDIS_URL, DATA_DIR: folder.path })
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(503)
    await expectCleanStop(gateway)
    await expectCleanStop(worker)
  })

  it.each([`mongodb+srv://user:${SECRET}@cluster.invalid/x`, `mongodb://user:${SECRET}@mongo.invalid/x`])(
    'MONGODB_URI=%s',
    async (MONGODB_URI) => {
      using folder = temporaryFolder()
      makeAllKeys(folder.path)
      await using redis = await startRedis()
      await using worker = await startWorker({
        REDIS_URL: redis.url,
        DATA_DIR: folder.path,
        MONGODB_URI,
      })
      await eventually('it says why', () => /"reason":"MongoDB: /.test(worker.output()))
      await expectCleanStop(worker)
    },
  )
})
