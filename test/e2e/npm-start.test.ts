import { execSync } from 'node:child_process'
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accepted, completedBy, outcomeOf } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { npmStart } from '../support/npm-start.ts'
import { familyOf, type Process, processes } from '../support/process-tree.ts'
import { startReceiver } from '../support/receiver.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { endpointFor, writeEndpoints } from '../support/webhook-stage.ts'

/** Of no secret, and of no one process. */
const COMMON = /^(PATH|HOME|TERM|LANG|LC_.*|TZ|TMPDIR|NO_COLOR|FORCE_COLOR|(NODE|UV)_.*|SSL_CERT_.*|.*_proxy|)$/i

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

describe('what a process is given', () => {
  it('is the variables of its own configuration and what any process may need: nothing of the others', async () => {
    using folder = temporaryFolder()
    await using registrar = npmStart({
      DATA_DIR: folder.path,
      MONGODB_URI: 'mongodb://127.0.0.1:1/of-the-store', // the worker goes on trying
      SEALING_PRIVATE_KEY_FILES: join(folder.path, 'keys/sealing-private.key'),
      GATEWAY_SECRET_FILE: join(folder.path, 'keys/gateway.secret'),
      PAGE_TITLE: 'Ada & Co.',
      TOKEN_OF_ANOTHER_PROGRAM: 'secret',
    })
    await registrar.running()
    const variablesOf = (part: string) => {
      const [found] = registrar.processes(part)
      const entries = readFileSync(`/proc/${found!.pid}/environ`, 'utf8').split('\0')
      return entries.map((entry) => entry.split('=')[0]!).filter((name) => !COMMON.test(name))
    }
    const common = ['DATA_DIR', 'REDIS_URL']
    expect(variablesOf('apps/gateway/main.ts').sort()).toEqual(
      [...common, 'GATEWAY_SECRET_FILE', 'PAGE_TITLE', 'PORT'].sort(),
    )
    expect(variablesOf('apps/worker/main.ts').sort()).toEqual(
      [...common, 'MONGODB_URI', 'SEALING_PRIVATE_KEY_FILES', 'WORKER_CONCURRENCY'].sort(),
    )
    expect(variablesOf('apps/directory/main.ts').sort()).toEqual(
      [...common, 'DIRECTORY_PORT', 'MONGODB_URI', 'PAGE_TITLE'].sort(),
    )
    expect(variablesOf('redis-server')).toEqual([])
  })
})

describe('npm start that fails: exit code 1, nothing left behind, and its last line is the sentence that helps', () => {
  const lastLineOf = (output: string) => output.trimEnd().split('\n').at(-1)
  const errorOf = async (variables: Record<string, string>) => {
    await using registrar = npmStart(variables)
    expect(await registrar.exited).toBe(1)
    const ofThisRun = ({ command, folder }: Process) => `${command} ${folder}`.includes(variables['DATA_DIR']!)
    await eventually('nothing is left', () => processes(ofThisRun).length === 0)
    return lastLineOf(registrar.output())
  }

  it('when a variable is bad', async () => {
    using folder = temporaryFolder()
    const DATA_DIR = folder.path
    expect(await errorOf({ DATA_DIR, PORT: 'http' })).toMatch(/^PORT is "http"; it must be a whole number .*\.$/)
    expect(await errorOf({ DATA_DIR, PORT: '65535' })).toMatch(
      /^DIRECTORY_PORT is not set; it must be a port, or off: none/,
    )
    expect(await errorOf({ DATA_DIR, ARGON2_TIME_COST: '1' })).toMatch(/^ARGON2_MEMORY_KIB .* weaker than OWASP allows/)
    expect(await errorOf({ DATA_DIR, PASSWORD_MIN_LENGTH: '7' })).toMatch(/^PASSWORD_MIN_LENGTH is "7"; it must be/)
    expect(await errorOf({ DATA_DIR, REDIS_URL: 'ftp://x' })).toMatch(/^REDIS_URL has a value that cannot be used/)
  })

  it('when the port is taken, after workers and Redis have shut down', async () => {
    using folder = temporaryFolder()
    const other = createServer().listen(0, '127.0.0.1')
    await eventually('listening', () => other.address())
    const { port } = other.address() as { port: number }
    const variables = { DATA_DIR: folder.path, PORT: `${port}`, DIRECTORY_PORT: '0', WORKERS: '2' }
    expect(await errorOf(variables)).toMatch(
      new RegExp(`^Port ${port} on 127.0.0.1 is in use; stop what listens there, or set PORT`),
    )
    other.close()
  })

  it('when another one runs on the same data', async () => {
    using folder = temporaryFolder()
    await using first = npmStart({ DATA_DIR: folder.path })
    await first.running()
    await using second = npmStart({ DATA_DIR: folder.path })
    expect(await second.exited).toBe(1)
    expect(lastLineOf(second.output())).toMatch(/^Registrar is already running on .*; stop it first, or set DATA_DIR/)
  })

  it('when the append-only file of its Redis is damaged', async () => {
    using folder = temporaryFolder()
    {
      await using first = npmStart({ DATA_DIR: folder.path })
      await first.running()
    }
    const files = join(folder.path, 'redis/appendonlydir')
    const file = readdirSync(files).find((name) => name.endsWith('.incr.aof'))!
    appendFileSync(join(files, file), 'not what Redis writes')
    expect(await errorOf({ DATA_DIR: folder.path })).toMatch(
      /^The Redis below DATA_DIR did not start: its append-only file is damaged: repair a copy of it with redis-check-aof/,
    )
  })

  it('when DATA_DIR is no folder', async () => {
    expect(await errorOf({ DATA_DIR: '/dev/null/x' })).toMatch(/^DATA_DIR is "\/dev\/null\/x", which cannot be written/)
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
