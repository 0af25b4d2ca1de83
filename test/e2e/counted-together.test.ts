import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { startTestDirectory } from '../support/processes/directory.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const ATTEMPTS = 64

const [{ create }] = storeEngines as [(typeof storeEngines)[0]]

it('attempts that come one after the other while others wait for a thread reach Redis many at a time', async () => {
  await using at = await create()
  const slowHashes = { ARGON2_TIME_COST: '30', VERIFY_DEADLINE_MS: '60000' }
  await using directory = await startTestDirectory(at, slowHashes)
  const attempt = (username: string) => directory.call('POST', '/verify', { username, password: 'wrong' })
  await attempt('first') // the directory learns how long a hash takes
  const redis = new Redis(directory.redis.url)
  const reads = async () => Number(/total_reads_processed:(\d+)/.exec(await redis.info('stats'))![1])

  const before = await reads()
  const answers = []
  for (let n = 0; n < ATTEMPTS; n++) {
    answers.push(attempt(`name-${n}`))
    await directory.call('GET', '/livez') // so that the next comes in a turn of its own
  }
  for (const answer of await Promise.all(answers)) expect(answer.status).toBe(200)
  expect((await reads()) - before).toBeLessThan(ATTEMPTS * 0.75)
  expect(await redis.keys('registrar:*:attempts:*')).toHaveLength(1 + ATTEMPTS)
  redis.disconnect()
})
