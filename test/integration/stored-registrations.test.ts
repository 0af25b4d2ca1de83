import { redisKeys } from '@registrar/shared/redis/keys'
import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { createStoredRegistrations } from '../../apps/gateway/src/status/stored-registrations.ts'
import { startRedis } from '../support/redis/redis-server.ts'

const keys = redisKeys('{names}')
const NOTHING = { added: null, started: null, finished: null, outcome: null }

it('registrations that are asked for in one turn are read by one script, and each is its own', async () => {
  await using server = await startRedis()
  const redis = new Redis(server.url)
  await redis.hset(keys.job('queued'), { timestamp: '1' })
  await redis.hset(keys.job('processing'), { timestamp: '2', processedOn: '3' })
  await redis.hset(keys.job('failed'), { timestamp: '4', processedOn: '5', finishedOn: '6' })
  await redis.set(keys.outcome('completed'), '{}')
  const read = createStoredRegistrations(redis, keys)
  await read('loads the script')
  await redis.config('RESETSTAT')

  const jobIds = ['completed', 'nobody', 'queued', 'failed', 'processing', 'queued']
  expect(await Promise.all(jobIds.map(read))).toEqual([
    { ...NOTHING, outcome: '{}' },
    NOTHING,
    { ...NOTHING, added: '1' },
    { ...NOTHING, added: '4', started: '5', finished: '6' },
    { ...NOTHING, added: '2', started: '3' },
    { ...NOTHING, added: '1' },
  ])
  expect(await redis.info('commandstats')).toMatch(/cmdstat_evalsha:calls=1,/)
  redis.disconnect()
})
