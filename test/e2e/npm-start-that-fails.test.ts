import { appendFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { npmStart } from '../support/processes/npm-start.ts'
import { type Process, processes } from '../support/processes/process-tree.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

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
