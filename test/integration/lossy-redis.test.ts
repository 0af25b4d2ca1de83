import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { connectRedis } from '@registrar/shared/redis/connect-redis'
import { warnOfLossyRedis } from '@registrar/shared/redis/warn-of-lossy-redis'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { startRedis } from '../support/redis/redis-server.ts'

type Command = [command: string, ...args: string[]]

/** The risks that are logged of a Redis which has been given `commands`; `reconnects` times it is connected to anew. */
async function risksAfter(commands: Command[], reconnects = 0): Promise<string[]> {
  await using server = await startRedis()
  const operator = new Redis(server.url)
  for (const [command, ...args] of commands) await operator.call(command, ...args)
  operator.disconnect()

  const lines: { level: number; risk: string }[] = []
  const log = pino({}, { write: (line) => lines.push(JSON.parse(line)) })
  const redis = connectRedis(server.url, log)
  warnOfLossyRedis(redis, log)
  for (let n = 0; n <= reconnects; n++) {
    await once(redis, 'ready')
    for (const _ of ['CONFIG', 'INFO where that is refused']) await redis.ping() // Redis answers in order
    await setImmediate()
    if (n < reconnects) redis.disconnect(true)
  }
  redis.disconnect()
  return lines.filter(({ level }) => level === 40).map(({ risk }) => risk)
}

describe('a Redis of your own', () => {
  it('that evicts when it is full gives one warning, which names the setting, however often it is connected to', async () => {
    const risks = await risksAfter([['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru']], 2)
    expect(risks).toEqual([expect.stringMatching(/^maxmemory-policy is allkeys-lru: .*; set noeviction$/)])
  })

  it('without an append-only file gives a warning', async () => {
    const risks = await risksAfter([['CONFIG', 'SET', 'appendonly', 'no']])
    expect(risks).toEqual([expect.stringMatching(/^appendonly is no: .*; set yes/)])
  })

  it('that syncs its file once a second gives a warning', async () => {
    const risks = await risksAfter([['CONFIG', 'SET', 'appendfsync', 'everysec']])
    expect(risks).toEqual([expect.stringMatching(/^appendfsync is everysec: .*; set always$/)])
  })

  it('that refuses CONFIG, as managed ones do, is judged by its INFO; one that refuses both gives no warning', async () => {
    const evicting: Command[] = [
      ['CONFIG', 'SET', 'maxmemory-policy', 'volatile-ttl'],
      ['CONFIG', 'SET', 'appendfsync', 'everysec'],
    ]
    const withoutConfig = await risksAfter([...evicting, ['ACL', 'SETUSER', 'default', '-config']])
    expect(withoutConfig).toEqual([expect.stringMatching(/^maxmemory-policy is volatile-ttl/)])
    expect(await risksAfter([...evicting, ['ACL', 'SETUSER', 'default', '-config', '-info']])).toEqual([])
  })

  it('configured as npm start does it gives none', async () => {
    expect(await risksAfter([])).toEqual([])
  })
})
