import { spawnSync } from 'node:child_process'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failRegistrations, operate, operateJson } from '../support/processes/operate.ts'
import { type RedisServer, startRedis } from '../support/redis/redis-server.ts'
import { keys } from '../support/webhooks/webhook-stage.ts'

describe('a Redis with 2,400 failed registrations', () => {
  let server: RedisServer
  let redis: Redis
  beforeAll(async () => {
    server = await startRedis()
    redis = new Redis(server.url)
    await failRegistrations(server.url, 1_200, 'seal_unknown_key', 'seal_damaged')
  })
  afterAll(async () => {
    redis.disconnect()
    await server[Symbol.asyncDispose]()
  })

  it('status counts them, with the reasons, and writes nothing', async () => {
    const before = await redis.hgetall(`bull:${keys.queue.name}:meta`)
    expect(await operateJson(server.url, ['status'])).toEqual({
      waiting: 0,
      active: 0,
      failed: 2_400,
      paused: false,
      oldestWaitingSeconds: 0,
      workers: 0,
      backlogLimit: 100_000,
    })
    const { stdout } = await operate(server.url, ['status'], { MAX_BACKLOG: '500' })
    // Every other one failed for the other reason, but those of one millisecond are in no order.
    const [, ...counts] = /^failed +2,400 +seal_\w+ (\d+), seal_\w+ (\d+) \(of the last 1,000\)$/m.exec(stdout)!
    expect(Number(counts[0]) + Number(counts[1])).toBe(1_000)
    expect(Math.max(...counts.map(Number))).toBeLessThan(600)
    expect(stdout).toMatch(/^backlog +0 +0 % of 500$/m)
    expect(await redis.hgetall(`bull:${keys.queue.name}:meta`)).toEqual(before)
  })

  it('list shows the newest of one reason, as many as are wanted, and never a seal', async () => {
    const found = await operateJson(server.url, ['list', '--reason', 'seal_damaged', '--limit', '1100'])
    expect(found).toHaveLength(1_100)
    expect(new Set(found.map(({ reason }: { reason: string }) => reason))).toEqual(new Set(['seal_damaged']))
    expect(found[0]).toEqual({
      jobId: expect.stringMatching(/^seal_damaged-\d+$/),
      status: 'failed',
      reason: 'seal_damaged',
      createdAt: expect.stringMatching(/Z$/),
      startedAt: expect.stringMatching(/Z$/),
      failedAt: expect.stringMatching(/Z$/),
      crashes: 0,
    })
    const { stdout } = await operate(server.url, ['list', '--limit', '3'])
    expect(stdout.split('\n').slice(0, 3).join('\n')).toMatch(/^(seal_\w+-\d+ {2}failed {2}.*\n?){3}$/)
    expect(stdout).toContain('The first 3; --limit shows more. 2,400 failed.')
    expect(JSON.stringify(found) + stdout).not.toContain('the-seal')
    expect((await operate(server.url, ['list', '--reason', 'no_such'])).stdout).toMatch(/Nothing .* no_such/)
  })

  it('show has everything of one of them but the seal', async () => {
    const { stdout } = await operate(server.url, ['show', 'seal_damaged-1'])
    expect(JSON.parse(stdout)).toMatchObject({ jobId: 'seal_damaged-1', status: 'failed', reason: 'seal_damaged' })
    expect(stdout).not.toContain('the-seal')
  })

  it('retry of many says how many and does nothing unless it is told to, or answered yes', async () => {
    const args = ['retry', '--reason', 'seal_damaged', '--limit', '5']
    const atTerminal = (answer: string) =>
      spawnSync('script', ['-qec', `${process.execPath} tools/operate/main.ts ${args.join(' ')}`, '/dev/null'], {
        input: answer,
        encoding: 'utf8',
        env: { ...process.env, REDIS_URL: server.url },
      }).stdout

    const dry = await operate(server.url, [...args, '--dry-run'])
    const unasked = await operate(server.url, args)
    const no = atTerminal('n\n')
    expect(dry).toMatchObject({ code: 0, stdout: expect.stringContaining('5 would be returned to the queue') })
    expect(unasked).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Cannot ask for confirmation .*--yes.*\.\n$/),
    })
    expect(no).toMatch(/5 failed registrations with the reason seal_damaged\.[\s\S]*\[y\/N\][\s\S]*Nothing was changed/)
    expect(await redis.zcard(keys.failed)).toBe(2_400)

    expect(atTerminal('y\n')).toContain('5 returned to the queue.')
    expect(await redis.zcard(keys.failed)).toBe(2_395)
    expect(await redis.llen(keys.wait)).toBe(5)
  })

  it('retry of one reason puts exactly those back, and of all the rest', async () => {
    expect(await operateJson(server.url, ['retry', '--reason', 'seal_unknown_key', '--yes'])).toEqual({
      retried: 1_200,
      notFailed: [],
    })
    expect(await redis.zcard(keys.failed)).toBe(1_195)
    const { stdout } = await operate(server.url, ['retry', '--all', '--yes'])
    expect(stdout).toBe('1,195 failed registrations.\n1,195 returned to the queue.\n')
    expect(await redis.llen(keys.wait)).toBe(2_400)
    expect((await operate(server.url, ['list'])).stdout).toBe('Nothing has failed.\n')
    expect(await operateJson(server.url, ['list', '--status', 'waiting', '--limit', '1500'])).toHaveLength(1_500)
  })
})
