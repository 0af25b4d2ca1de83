import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { accepted } from '../support/http/client.ts'
import { type NpmStart, npmStart } from '../support/processes/npm-start.ts'
import { familyOf, processes } from '../support/processes/process-tree.ts'
import { monitorRedis } from '../support/redis/redis-monitor.ts'
import { logLines } from '../support/strict-json.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const isAlive = (pid: number) => processes((process) => process.pid === pid).length > 0
const all = ({ child }: NpmStart) => familyOf(child.pid!).map(({ pid }) => pid)

/** A hash takes half a second or more, so that a registration stays in flight while it is looked at. */
const SLOW_HASHES = { ARGON2_TIME_COST: '60' }

/** Long polls for a registration that is in flight; each has read it once and waits when this resolves. */
async function pollsOf(url: string, dataDir: string): Promise<Promise<Response>[]> {
  await using monitor = await monitorRedis(readFileSync(join(dataDir, 'redis/url'), 'utf8'))
  const jobId = await accepted(url, 'ada')
  const polls = Array.from({ length: 10 }, () => fetch(`${url}/register/${jobId}?wait=30`))
  for (const poll of polls) poll.catch(() => {}) // a test that wants its answer awaits it
  const read = `lua] "HMGET" "bull:{register}:${jobId}" "timestamp"`
  await eventually('they wait', () => monitor.seen().split(read).length > polls.length)
  return polls
}

const statusOf = async (poll: Promise<Response>) => ((await (await poll).json()) as { status: string }).status

/** Nothing of it runs any longer, and no child was restarted. */
async function stops(registrar: NpmStart, family: number[]) {
  await registrar.exited
  await eventually('all of it has exited', () => !family.some(isAlive))
  expect(registrar.output()).not.toContain('restarting')
  expect(logLines(registrar.output()).filter(({ msg }) => msg === 'taking registrations')).toHaveLength(2)
}

/** The same, with exit code 0 and without an error in the log. */
async function stopsCleanly(registrar: NpmStart, family: number[], exit: unknown = 0) {
  await stops(registrar, family)
  expect(await registrar.exited, registrar.output()).toBe(exit)
  expect(logLines(registrar.output()).filter(({ level }) => level >= 50)).toEqual([])
}

/** Who gets the signal. */
const TARGETS: Record<string, (registrar: NpmStart) => number> = {
  'the whole group': ({ child }) => -child.pid!,
  npm: ({ child }) => child.pid!,
  'the supervisor alone': (registrar) => registrar.supervisor().pid,
}

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', (signal) => {
  it.each(Object.keys(TARGETS))('to %s: answers long polls, exits with 0 and leaves nothing behind', async (target) => {
    using folder = temporaryFolder()
    await using registrar = npmStart({ DATA_DIR: folder.path, WORKERS: '2', ...SLOW_HASHES })
    const polls = await pollsOf(await registrar.running(), folder.path)
    const family = all(registrar)
    expect(family).toHaveLength(9) // npm, its first step, the supervisor, Redis and its watchdog, gateway, directory, two workers
    process.kill(TARGETS[target]!(registrar), signal)
    for (const poll of polls) expect(await statusOf(poll)).toMatch(/queued|processing|completed/)
    const npmDies = signal === 'SIGHUP' && target !== 'the supervisor alone' // it knows no other answer to that signal
    await stopsCleanly(registrar, family, npmDies ? 'SIGHUP' : 0)
  })
})

describe('a stop restarts no child', () => {
  it('though one is frozen and has to be killed, long after the others: exit code 1 then', async () => {
    using folder = temporaryFolder()
    await using registrar = npmStart({ DATA_DIR: folder.path, WORKERS: '2', DRAIN_SECONDS: '1' })
    await registrar.running()
    const family = all(registrar)
    const [gateway] = registrar.processes('apps/gateway/main.ts')
    const workers = registrar.processes('apps/worker/main.ts').map(({ pid }) => pid)
    process.kill(gateway!.pid, 'SIGSTOP')
    process.kill(-registrar.child.pid!, 'SIGINT')
    await eventually('the workers have exited', () => !workers.some(isAlive))
    expect(registrar.processes('redis-server')).toHaveLength(1) // the gateway still needs it
    await stops(registrar, family)
    expect(await registrar.exited).toBe(1)
    expect(logLines(registrar.output())).toContainEqual(
      expect.objectContaining({ msg: 'did not shut down cleanly', process: 'gateway 1', exit: 'SIGKILL' }),
    )
  })

  it('though all of them exit before the supervisor has seen the signal', async () => {
    using folder = temporaryFolder()
    await using registrar = npmStart({ DATA_DIR: folder.path, WORKERS: '2' })
    await registrar.running()
    const family = all(registrar)
    const { pid } = registrar.supervisor()
    const children = registrar.processes('apps/').map((child) => child.pid)
    process.kill(pid, 'SIGSTOP')
    process.kill(-registrar.child.pid!, 'SIGINT')
    await eventually('they have exited', () => !children.some(isAlive))
    process.kill(pid, 'SIGCONT')
    await stopsCleanly(registrar, family)
  })
})

describe('killed outright (SIGKILL)', () => {
  const pidsOf = (registrar: NpmStart, part: string) => registrar.processes(part).map(({ pid }) => pid)
  const VICTIMS: Record<string, (registrar: NpmStart) => number[]> = {
    'the supervisor': (registrar) => [registrar.supervisor().pid],
    'the first step': (registrar) => pidsOf(registrar, 'tools/run.js'),
    npm: ({ child }) => [child.pid!],
    'all three': (registrar) => [
      ...pidsOf(registrar, 'npm start'),
      ...pidsOf(registrar, 'tools/run.js'),
      registrar.supervisor().pid,
    ],
  }

  it.each(Object.keys(VICTIMS))('%s: the rest drains and exits by itself, Redis last', async (victim) => {
    using folder = temporaryFolder()
    await using registrar = npmStart({ DATA_DIR: folder.path, WORKERS: '2', ...SLOW_HASHES })
    const polls = await pollsOf(await registrar.running(), folder.path)
    const family = all(registrar)
    for (const pid of VICTIMS[victim]!(registrar)) process.kill(pid, 'SIGKILL')
    for (const poll of polls) expect(await statusOf(poll)).toMatch(/queued|processing|completed/)
    await stops(registrar, family)
  })

  it('the whole group: its Redis, in a session of its own, is stopped all the same', async () => {
    using folder = temporaryFolder()
    await using registrar = npmStart({ DATA_DIR: folder.path, WORKERS: '2' })
    await registrar.running()
    const family = all(registrar)
    process.kill(-registrar.child.pid!, 'SIGKILL')
    await stops(registrar, family)
  })
})
