import { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { accepted, outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { npmStart } from '../support/processes/npm-start.ts'
import { startRedis } from '../support/redis/redis-server.ts'
import { logLines } from '../support/strict-json.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What npm and the welcome print around the log. */
const AROUND_THE_LOG = /^(> .*|Registrar is running: .*| {2}(Page|Try|Directory) .*| +-[dH] .*|Ctrl-C stops it.*|)$/

it('every line of a noisy run, of every process, parses as strict JSON with each key once', async () => {
  using folder = temporaryFolder()
  await using redis = await startRedis()
  const operator = new Redis(redis.url)
  operator.on('error', () => {}) // it is killed below
  await operator.config('SET', 'maxmemory-policy', 'allkeys-lru') // BullMQ prints a warning of its own
  await operator.call('ACL', 'SETUSER', 'default', '-info') // and ioredis another one
  await using registrar = npmStart({
    DATA_DIR: folder.path,
    REDIS_URL: redis.url,
    GATEWAYS: '2',
    WORKERS: '2',
    LOG_LEVEL: 'trace',
    RATE_LIMIT_PER_MINUTE: '0',
    PAGE_TITLE: '"Ada" \\ {"msg": 1}',
  })
  const url = await registrar.running()
  const signUpAndFail = async () => {
    await register(url, { username: '"\n\u0000', password: 1 }, { 'x-request-id': '"msg":"' })
    await fetch(`${url}/register/%22`, { headers: { 'x-request-id': '{}' } })
    return outcomeOf(url, await accepted(url, `name-${registrar.output().length}`))
  }
  await signUpAndFail()
  for (const part of ['apps/worker/main.ts', 'apps/gateway/main.ts']) {
    const [victim] = registrar.processes(part)
    process.kill(victim!.pid, 'SIGKILL')
    await eventually(
      'it is replaced',
      () => registrar.processes(part).every(({ pid }) => pid !== victim!.pid) && registrar.processes(part).length === 2,
    )
  }
  await redis.kill()
  await eventually(
    'it is noticed',
    async () => (await register(url, { username: 'ada', password: PASSWORD })).status === 503,
  )
  await redis.restart()
  await eventually('it accepts again', () => signUpAndFail().catch(() => undefined))
  operator.disconnect()
  process.kill(-registrar.child.pid!, 'SIGINT')
  await registrar.exited

  const lines = registrar.output().split('\n')
  expect(lines.filter((line) => !line.startsWith('{') && !AROUND_THE_LOG.test(line))).toEqual([])
  const names = new Set(logLines(registrar.output()).map(({ name }) => name))
  expect(names).toEqual(new Set(['registrar', 'gateway', 'worker', 'directory']))
  const messages = logLines(registrar.output()).map(({ msg }) => msg)
  for (const message of ['exited; restarting', 'Redis may lose accepted registrations', 'a library printed a warning'])
    expect(messages).toContain(message)
})
