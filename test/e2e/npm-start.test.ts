import { execSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { accepted, completedBy, outcomeOf } from '../support/http/client.ts'
import { npmStart } from '../support/processes/npm-start.ts'
import { familyOf, type Process, processes } from '../support/processes/process-tree.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { startReceiver } from '../support/webhooks/receiver.ts'
import { endpointFor, writeEndpoints } from '../support/webhooks/webhook-stage.ts'

const alive = (pid: number) => processes((process) => process.pid === pid).length > 0

describe('npm start', () => {
  it('creates keys, runs its own Redis, registers, and after SIGTERM exits with 0 and leaves no process behind', async () => {
    using folder = temporaryFolder()
    // Empty means unset, as compose files write it.
    await using registrar = npmStart({ DATA_DIR: folder.path, WORKERS: '2', REDIS_URL: '' })
    const url = await registrar.running()
    expect(await outcomeOf(url, await accepted(url, 'ada'))).toMatchObject({ status: 'completed' })
    const family = familyOf(registrar.child.pid!).map(({ pid }) => pid)
    expect(family.length).toBeGreaterThanOrEqual(6) // npm, the first step, the supervisor, redis, gateway, workers

    registrar.child.kill('SIGTERM')
    expect(await registrar.exited).toBe(0)
    await eventually('all of them have ended', () => family.every((pid) => !alive(pid)))
    expect(existsSync(join(folder.path, 'redis/url'))).toBe(false)
  })

  it('stopped before it is ready exits with 0 too, and leaves no process behind', async () => {
    using folder = temporaryFolder()
    await using registrar = npmStart({ DATA_DIR: folder.path })
    const ofThisRun = ({ command, folder: place }: Process) => `${command} ${place}`.includes(folder.path)
    await eventually('its Redis runs', () => processes(ofThisRun).length > 0)
    registrar.child.kill('SIGTERM')
    expect(await registrar.exited).toBe(0)
    expect(registrar.output()).not.toContain('Ctrl-C stops it')
    await eventually('nothing is left', () => processes(ofThisRun).length === 0)
  })

  it('keeps its data: a second start on the same folder knows the users and the outcomes of the first', async () => {
    using folder = temporaryFolder()
    let jobId = ''
    {
      await using first = npmStart({ DATA_DIR: folder.path })
      const url = await first.running()
      jobId = await accepted(url, 'ada')
      await outcomeOf(url, jobId)
    }
    await using second = npmStart({ DATA_DIR: folder.path })
    const url = await second.running()
    expect(await outcomeOf(url, jobId)).toMatchObject({ status: 'completed' })
    expect(await outcomeOf(url, await accepted(url, 'Ada'))).toMatchObject({ reason: 'username_taken' })
  })

  it('restarts a child that crashes, Redis too, and keeps working', async () => {
    using folder = temporaryFolder()
    await using registrar = npmStart({ DATA_DIR: folder.path, PORT: '0' })
    const url = await registrar.running()
    for (const part of ['apps/worker/main.ts', 'redis-server']) {
      const [victim] = familyOf(registrar.child.pid!).filter(({ command }) => command.includes(part))
      process.kill(victim!.pid, 'SIGKILL')
      await eventually(`${part} runs again`, () =>
        familyOf(registrar.child.pid!).some(({ command, pid }) => command.includes(part) && pid !== victim!.pid),
      )
      await eventually('ready', async () => (await fetch(`${url}/readyz`)).status === 200)
      expect(await outcomeOf(url, await accepted(url, `after-${part.slice(0, 5).replace('/', '')}`))).toMatchObject({
        status: 'completed',
      })
    }
  })

  it('takes over after a start that was killed: its children and its Redis exit by themselves', async () => {
    using folder = temporaryFolder()
    const first = npmStart({ DATA_DIR: folder.path })
    const url = await first.running()
    const jobId = await accepted(url, 'ada')
    await outcomeOf(url, jobId)
    const family = familyOf(first.child.pid!)
    for (const { pid, command } of family) if (/npm|tools\//.test(command)) process.kill(pid, 'SIGKILL')
    const apps = family.filter(({ command }) => command.includes('apps/')).map(({ pid }) => pid)
    await eventually('gateway and worker have exited', () => apps.every((pid) => !alive(pid)))

    await using second = npmStart({ DATA_DIR: folder.path })
    expect(await outcomeOf(await second.running(), jobId)).toMatchObject({ status: 'completed' })
    const oldRedis = family.find(({ command }) => command.includes('redis-server'))
    expect(alive(oldRedis!.pid)).toBe(false)
  })
})

describe('webhooks under npm start', () => {
  it('of a file of endpoints, a sign-up arrives at a receiver as a signed event', async () => {
    using folder = temporaryFolder()
    await using shop = await startReceiver()
    const WEBHOOKS_FILE = writeEndpoints(folder.path, [endpointFor('shop', shop)])
    await using registrar = npmStart({ DATA_DIR: folder.path, WEBHOOKS_FILE })
    const url = await registrar.running()
    const jobId = await accepted(url, 'Ada')
    const { userId } = await completedBy(url, jobId)
    const { event } = await eventually('it arrives', () => shop.received[0])
    expect(event).toMatchObject({ id: jobId, type: 'registration.completed', data: { userId, username: 'Ada' } })
    expect(shop.complaints).toEqual([]) // a bad signature among them
  })
})

describe('the directory under npm start', () => {
  it('is printed with a curl line that verifies the first registration with the first key', async () => {
    using folder = temporaryFolder()
    await using registrar = npmStart({ DATA_DIR: folder.path })
    await outcomeOf(await registrar.running(), await accepted(await registrar.running(), 'ada'))
    const [line] = /curl -i \S+\/verify [\s\S]*?'\n/.exec(registrar.output()) ?? []
    expect(line).toContain(join(folder.path, 'keys/first-api.key'))
    expect(execSync(line!, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })).toContain('"verified":true')
    expect(statSync(join(folder.path, 'keys/first-api.key')).mode & 0o777).toBe(0o600)
  })

  it('does not run when its port is off', async () => {
    using folder = temporaryFolder()
    await using registrar = npmStart({ DATA_DIR: folder.path, DIRECTORY_PORT: 'off' })
    await registrar.running()
    expect(registrar.processes('apps/directory/main.ts')).toEqual([])
    expect(registrar.output()).not.toContain('/verify')
  })
})
