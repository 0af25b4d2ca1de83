import { redisKeys } from '@registrar/shared/redis/keys'
import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { createAttempts } from '../../apps/directory/src/verify/attempts.ts'
import { startRedis } from '../support/redis/redis-server.ts'

type Attempts = ReturnType<typeof createAttempts>

async function logIn(attempts: Attempts, client?: string): Promise<void> {
  const attempt = await attempts.begin('ada', client)
  if ('isClosed' in attempt) throw new Error('refused')
  await attempts.succeed(attempt)
}

it('a login takes two round trips and leaves nothing behind; three once its client is known', async () => {
  await using server = await startRedis()
  const redis = new Redis(server.url)
  await redis.ping() // connected
  const attempts = createAttempts({ redis, keys: redisKeys('{test}') })
  let sent = 0
  const sendCommand = redis.sendCommand.bind(redis)
  redis.sendCommand = (command, stream) => {
    sent++
    return sendCommand(command, stream)
  }
  const sentBy = async (act: () => Promise<unknown>) => {
    const before = sent
    await act()
    return sent - before
  }
  expect(await sentBy(() => logIn(attempts))).toBe(2)
  expect(await redis.keys('*')).toEqual([])
  expect(await sentBy(() => logIn(attempts, 'phone'))).toBe(2)
  expect(await sentBy(() => logIn(attempts, 'phone'))).toBe(3)
  expect(await sentBy(() => attempts.forget('ada'))).toBe(1)

  // Guesses that are wrong because others count at the same time cost round trips, and never an attempt.
  const begun = await Promise.all(Array.from({ length: 5 }, () => attempts.begin('ada', undefined)))
  expect(begun.filter((attempt) => 'isClosed' in attempt)).toEqual([])
  expect(await attempts.begin('ada', undefined)).toMatchObject({ isClosed: false, retryAfterSeconds: 1 })
  await attempts.forgetFailures('ada')
  expect(await redis.keys('*')).toEqual([])
  redis.disconnect()
})

it('an erased user whose login was under way leaves nothing behind', async () => {
  await using server = await startRedis()
  const redis = new Redis(server.url)
  const keys = redisKeys('{test}')
  const [one, another] = [1, 2].map((now) => createAttempts({ redis, keys, now: () => now })) as [Attempts, Attempts]
  const attempt = await one.begin('ada', 'phone')
  if ('isClosed' in attempt) throw new Error('refused')
  await another.forget('ada')
  await one.succeed(attempt)
  expect(await redis.keys('*')).toEqual([])

  // Somebody tries the name again before that login has ended.
  await another.begin('ada', 'stranger')
  const [key] = await redis.keys('*')
  const counts = await redis.get(key!)
  await one.succeed(attempt)
  await one.withdraw(attempt)
  expect(await redis.get(key!)).toBe(counts)
  redis.disconnect()
})

it('an erasure comes after the attempts that are about to be counted', async () => {
  await using server = await startRedis()
  const redis = new Redis(server.url)
  const moment = Promise.withResolvers<void>()
  const attempts = createAttempts({ redis, keys: redisKeys('{test}'), countTogether: () => moment.promise })
  const begun = attempts.begin('ada', undefined)
  const forgotten = attempts.forget('ada')
  moment.resolve()
  await Promise.all([begun, forgotten])
  expect(await redis.keys('*')).toEqual([])
  redis.disconnect()
})
