import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyFilesBelow, makeKeysOnce } from '@registrar/shared/keys/sealing-key-files'
import { Queue, UnrecoverableError, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, outcomeOf, PASSWORD, readRegistration, register } from '../support/client.ts'
import { command } from '../support/command.ts'
import { eventually } from '../support/eventually.ts'
import { freshName } from '../support/names.ts'
import { type RedisServer, startRedis } from '../support/redis-server.ts'
import { startRegistrar } from '../support/registrar.ts'
import { startWorker } from '../support/service-process.ts'
import { storeEngines } from '../support/store-engines.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { keys } from '../support/webhook-stage.ts'

const { create } = storeEngines[0]!

/** `npm run operate -- …args`, on the Redis at `url`. */
async function operate(url: string, args: string[], variables: Record<string, string> = {}) {
  await using run = command('tools/operate/main.ts', args, { REDIS_URL: url, ...variables })
  return { code: await run.exited, stdout: run.stdout(), stderr: run.stderr() }
}
const json = async (url: string, args: string[]) => JSON.parse((await operate(url, [...args, '--json'])).stdout)

/** Registrations that have failed, as a worker leaves them: `count` of each reason, in turn. */
async function failed(url: string, count: number, ...reasons: string[]): Promise<string[]> {
  const connection = new Redis(url, { maxRetriesPerRequest: null })
  const { name, prefix } = keys.queue
  const queue = new Queue(name, { connection, prefix, skipMetasUpdate: true })
  const jobIds = Array.from({ length: count * reasons.length }, (_, n) => `${reasons[n % reasons.length]}-${n}`)
  await queue.addBulk(
    jobIds.map((jobId) => ({
      name: 'any',
      data: { username: 'somebody', sealed: 'the-seal', requestId: 'request-1' },
      opts: { jobId, attempts: 1, stackTraceLimit: 0 },
    })),
  )
  const fail = async ({ id }: { id?: string }) => {
    throw new UnrecoverableError(id!.replace(/-\d+$/, ''))
  }
  const worker = new Worker(name, fail, { connection, prefix, concurrency: 100 })
  await eventually('all have failed', async () => (await connection.zcard(keys.failed)) === jobIds.length)
  await worker.close()
  await queue.close()
  connection.disconnect()
  return jobIds
}

describe('a Redis with 2,400 failed registrations', () => {
  let server: RedisServer
  let redis: Redis
  beforeAll(async () => {
    server = await startRedis()
    redis = new Redis(server.url)
    await failed(server.url, 1_200, 'seal_unknown_key', 'seal_damaged')
  })
  afterAll(async () => {
    redis.disconnect()
    await server[Symbol.asyncDispose]()
  })

  it('status counts them, with the reasons, and writes nothing', async () => {
    const before = await redis.hgetall(`bull:${keys.queue.name}:meta`)
    expect(await json(server.url, ['status'])).toEqual({
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
    const found = await json(server.url, ['list', '--reason', 'seal_damaged', '--limit', '1100'])
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
    expect(await json(server.url, ['retry', '--reason', 'seal_unknown_key', '--yes'])).toEqual({
      retried: 1_200,
      notFailed: [],
    })
    expect(await redis.zcard(keys.failed)).toBe(1_195)
    const { stdout } = await operate(server.url, ['retry', '--all', '--yes'])
    expect(stdout).toBe('1,195 failed registrations.\n1,195 returned to the queue.\n')
    expect(await redis.llen(keys.wait)).toBe(2_400)
    expect((await operate(server.url, ['list'])).stdout).toBe('Nothing has failed.\n')
    expect(await json(server.url, ['list', '--status', 'waiting', '--limit', '1500'])).toHaveLength(1_500)
  })
})

describe('operate on a running Registrar', () => {
  it('pause keeps what is accepted waiting, over restarts of worker and Redis, until resume', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store })
    const { gateway, redis } = registrar
    await outcomeOf(gateway.url, await accepted(gateway.url, freshName()))
    expect(await json(redis.url, ['status'])).toMatchObject({ workers: 1, paused: false })

    const paused = await operate(redis.url, ['pause'])
    const jobId = await accepted(gateway.url, freshName())
    registrar.workers[0]!.child.kill('SIGKILL')
    await redis.kill()
    await redis.restart()
    await using _worker = await startWorker(registrar.variables)
    const later = await eventually('accepted again', async () => {
      const answer = await register(gateway.url, { username: freshName(), password: PASSWORD })
      return answer.status === 202 ? ((await answer.json()) as { jobId: string }).jobId : undefined
    })
    await eventually('the worker is there', async () => (await json(redis.url, ['status'])).workers === 1)
    expect(paused.stdout).toMatch(/^Paused: .*npm run operate -- resume\n$/)
    expect(await json(redis.url, ['status'])).toMatchObject({ waiting: 2, active: 0, paused: true })
    expect((await operate(redis.url, ['status'])).stdout).toMatch(/^paused +yes +until npm run operate -- resume$/m)
    expect(await json(redis.url, ['list', '--status', 'waiting'])).toMatchObject([
      { jobId, status: 'queued' },
      { jobId: later, status: 'queued' },
    ])
    expect(await readRegistration(gateway.url, jobId)).toMatchObject({ status: 'queued' })

    expect((await operate(redis.url, ['resume'])).stdout).toMatch(/^Resumed: \d waiting\.\n$/)
    for (const id of [jobId, later]) expect(await outcomeOf(gateway.url, id)).toMatchObject({ status: 'completed' })
    expect((await operate(redis.url, ['resume'])).stdout).toBe('Not paused: 0 waiting.\n')
    expect(JSON.parse((await operate(redis.url, ['show', jobId.toUpperCase()])).stdout)).toMatchObject({
      jobId,
      status: 'completed',
      userId: expect.any(String),
    })
  })

  it('retry gives a registration that failed another chance; show says who asked for it, and never the seal', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0 })
    const { gateway, redis } = registrar
    const strange = keyFilesBelow(join(store.settings.DATA_DIR!, 'strange'))
    makeKeysOnce(strange)
    const username = freshName()
    const jobId = await accepted(gateway.url, username)
    {
      await using _failing = await startWorker({
        ...registrar.variables,
        SEALING_PRIVATE_KEY_FILES: strange.privateFile,
      })
      expect(await outcomeOf(gateway.url, jobId)).toMatchObject({ status: 'failed' })
    }
    const shown = JSON.parse((await operate(redis.url, ['show', jobId])).stdout)
    expect(shown).toEqual({
      ...{ jobId, status: 'failed', reason: 'seal_unknown_key', crashes: 0, username, userId: expect.any(String) },
      ...{ createdAt: expect.any(String), startedAt: expect.any(String), failedAt: expect.any(String) },
      requestId: expect.any(String),
    })
    const stranger = '00000000-0000-4000-8000-000000000000'
    expect(await operate(redis.url, ['retry', jobId, stranger])).toEqual({
      code: 1,
      stdout: '1 returned to the queue.\n',
      stderr: `There is no failed registration ${stranger}.\n`,
    })
    await using _worker = await startWorker(registrar.variables)
    expect(await outcomeOf(gateway.url, jobId)).toMatchObject({ status: 'completed' })
  })

  it('status --watch goes on until it is stopped, and then exits with 0', async () => {
    await using server = await startRedis()
    await using watching = command('tools/operate/main.ts', ['status', '--watch', '--json'], { REDIS_URL: server.url })
    await eventually('three readings', () => watching.stdout().split('\n').length > 3)
    watching.child.kill('SIGTERM')
    expect(await watching.exited).toBe(0)
    const lines = watching.stdout().trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).waiting)).toEqual(lines.map(() => 0))
  })

  it('finds the Redis of the npm start on DATA_DIR', async () => {
    using folder = temporaryFolder()
    await using server = await startRedis()
    mkdirSync(join(folder.path, 'redis'))
    writeFileSync(join(folder.path, 'redis/url'), server.url) // as npm start writes it
    const { stdout } = await operate('', ['status', '--json'], { DATA_DIR: folder.path })
    expect(JSON.parse(stdout)).toMatchObject({ waiting: 0 })
  })
})

describe('operate says in one sentence', () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedis()
  })
  afterAll(() => server[Symbol.asyncDispose]())

  it.each([
    ['that a command does not exist', ['drain'], 'Unknown command "drain"; see --help.'],
    ['that an option belongs to another command', ['pause', '--all'], 'pause does not take --all; see --help.'],
    ['that an option does not exist', ['status', '--loud'], "Unknown option '--loud'; see --help."],
    [
      'that a status does not exist',
      ['list', '--status', 'lost'],
      '--status is "lost"; it must be failed, waiting or active.',
    ],
    ['that a number is none', ['list', '--limit', '0'], '--limit is "0"; it must be a whole number of at least 1.'],
    [
      'that only failures have a reason',
      ['list', '--status', 'active', '--reason', 'x'],
      '--reason works only with --status failed.',
    ],
    [
      'that a registration is unknown',
      ['show', 'nobody'],
      'There is no registration nobody, or its outcome has expired.',
    ],
    ['that a job id is missing', ['show'], 'Give exactly one job id; npm run operate -- list shows them.'],
    ['that it cannot be both', ['retry', 'one', '--all'], 'Give exactly one of: job ids, --reason, --all.'],
    ['what is one too many', ['status', 'now'], 'Unexpected argument "now"; see --help.'],
  ])('%s', async (_, args, sentence) => {
    expect(await operate(server.url, args)).toEqual({ code: 1, stdout: '', stderr: `${sentence}\n` })
  })

  it('that Redis cannot be reached', async () => {
    const { code, stderr } = await operate('redis://127.0.0.1:9', ['status'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Redis cannot be reached \(ECONNREFUSED\); is Registrar running\?\n$/)
  })

  it('what it is for', async () => {
    expect((await operate(server.url, ['--help'])).stdout).toContain('retry --reason REASON | --all')
  })
})
