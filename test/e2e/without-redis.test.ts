import { expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { jobIdOf, outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { makeAllKeys } from '../support/processes/keys.ts'
import { startGateway, startWorker } from '../support/processes/service-process.ts'
import { startRedis } from '../support/redis/redis-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

it('a gateway without Redis is alive, not ready, refuses within a second, and works by itself once Redis is there', async () => {
  using folder = temporaryFolder()
  makeAllKeys(folder.path)
  await using redis = await startRedis({ running: false })
  const variables = { DATA_DIR: folder.path, REDIS_URL: redis.url, RATE_LIMIT_PER_MINUTE: '0' }
  await using gateway = await startGateway(variables)
  await using _worker = await startWorker(variables)

  expect((await fetch(`${gateway.url}/livez`)).status).toBe(200)
  expect((await fetch(`${gateway.url}/readyz`)).status).toBe(503)
  const startedAt = performance.now()
  const refused = await register(gateway.url, { username: 'ada', password: PASSWORD })
  const tookMs = performance.now() - startedAt
  expect(refused.status).toBe(503)
  expect(refused.headers.get('content-type')).toBe('application/problem+json')
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/)
  expect(await refused.json()).toMatchObject({ code: 'queue_unavailable' })
  expect(tookMs).toBeLessThan(1_000) // the contract's own limit
  const polled = await fetch(`${gateway.url}/register/00000000-0000-4000-8000-000000000000`)
  expect(polled.status).toBe(503)

  await redis.restart()
  await eventually('ready', async () => (await fetch(`${gateway.url}/readyz`)).status === 200)
  const response = await register(gateway.url, { username: 'ada', password: PASSWORD })
  expect(response.status).toBe(202)
  const jobId = await jobIdOf(response)
  expect(await outcomeOf(gateway.url, jobId)).toMatchObject({ status: 'completed' })
})
