import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operate } from '../support/processes/operate.ts'
import { type RedisServer, startRedis } from '../support/redis/redis-server.ts'

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
