import { redisKeys } from '@registrar/shared/redis/keys'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createAttempts } from '../../apps/directory/src/verify/attempts.ts'
import { eventually } from '../support/eventually.ts'
import { startRedis } from '../support/redis-server.ts'

type Attempts = ReturnType<typeof createAttempts>

async function logIn(attempts: Attempts, client?: string): Promise<void> {
  const attempt = await attempts.begin('ada', client)
  if ('isClosed' in attempt) throw new Error('refused')
  attempts.succeed('ada', attempt)
}

function connection(url: string) {
  const redis = new Redis(url)
  return Object.assign(redis, { [Symbol.dispose]: () => redis.disconnect() })
}

/** Logs in, and waits until Redis knows of it. */
async function logInAndOut(attempts: Attempts, client?: string): Promise<void> {
  await logIn(attempts, client)
  await attempts[Symbol.asyncDispose]()
}

it('a login takes two round trips and leaves nothing behind; three once its client is known', async () => {
  await using server = await startRedis()
  using redis = connection(server.url)
  await redis.ping() // connected
  const attempts = createAttempts({ redis, keys: redisKeys('{test}'), log: pino({ level: 'silent' }) })
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
  expect(await sentBy(() => logInAndOut(attempts))).toBe(2)
  expect(await redis.keys('*')).toEqual([])
  expect(await sentBy(() => logInAndOut(attempts, 'phone'))).toBe(2)
  expect(await sentBy(() => logInAndOut(attempts, 'phone'))).toBe(3)
  expect(await sentBy(() => attempts.forget('ada'))).toBe(1)

  // Guesses that are wrong because others count at the same time cost round trips, and never an attempt.
  const begun = await Promise.all(Array.from({ length: 5 }, () => attempts.begin('ada', undefined)))
  expect(begun.filter((attempt) => 'isClosed' in attempt)).toEqual([])
  expect(await attempts.begin('ada', undefined)).toMatchObject({ isClosed: false, retryAfterSeconds: 1 })
  await attempts.forgetFailures('ada')
  expect(await redis.keys('*')).toEqual([])
})

it('a success is recorded before whatever comes next, and soon if nothing does', async () => {
  await using server = await startRedis()
  using redis = connection(server.url)
  const attempts = createAttempts({ redis, keys: redisKeys('{test}'), log: pino({ level: 'silent' }) })
  // Without the success before it, the sixth would have to wait.
  for (let n = 0; n < 10; n++) await logIn(attempts)
  await logIn(attempts, 'phone')
  await attempts.forget('ada') // an erased user's client does not come back
  expect(await redis.keys('*')).toEqual([])
  await logIn(attempts)
  await eventually('nothing is left', async () => (await redis.keys('*')).length === 0)
})
