import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freePort } from '../../tools/redis/own-redis.ts'
import { eventually } from '../support/eventually.ts'
import { type Command, command } from '../support/processes/command.ts'
import { familyOf, processes } from '../support/processes/process-tree.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { sqliteStore } from '../support/stores/test-store.ts'

const storm = (args: string, variables?: Record<string, string>) =>
  command('tools/storm/main.ts', args.split(' '), variables)

/** What the summary says of `label`. */
const figure = (run: Command, label: string) =>
  Number(new RegExp(`^${label} +([\\d,]+)`, 'm').exec(run.stdout())?.[1]?.replaceAll(',', ''))

describe('npm run storm', () => {
  it('waits until everything accepted has ended; its numbers match the store', async () => {
    await using store = await sqliteStore()
    await using registrar = await startRegistrar({ store })
    await using run = storm(`--url ${registrar.gateway.url} --rate 25 --seconds 2`)
    expect(await run.exited, run.stderr()).toBe(0)
    for (const label of ['sent', 'accepted', 'completed']) expect(figure(run, label), label).toBe(50)
    for (const label of ['refused', 'rejected', 'failed', 'not ended']) expect(figure(run, label), label).toBe(0)
    expect(run.stdout()).toMatch(/^accepted .* p50 [\d.,]+ ms {3}p99 [\d.,]+ ms {3}max [\d.,]+ ms$/m)

    await using again = storm(`--url ${registrar.gateway.url}/ --rate 5 --seconds 1`)
    expect(await again.exited).toBe(0)
    expect(figure(again, 'rejected')).toBe(0) // the names of the first run are not used again
    const rows = await store.rows()
    expect(rows.length).toBe(55)
    expect(rows.every(({ username }) => username.startsWith('storm-'))).toBe(true)
  })

  it('exits with 1 and counts what has not ended when --patience runs out', async () => {
    await using store = await sqliteStore()
    await using registrar = await startRegistrar({ store, workers: 0 })
    await using run = storm(`--url ${registrar.gateway.url} --rate 20 --seconds 1 --patience 1`)
    expect(await run.exited).toBe(1)
    expect(figure(run, 'not ended')).toBe(20)
    expect(run.stdout()).toContain('20 of 20 accepted registrations did not end.')
  })

  it('says how to turn off the rate limit that refused its sign-ups', async () => {
    await using store = await sqliteStore()
    await using registrar = await startRegistrar({ store, variables: { RATE_LIMIT_PER_MINUTE: '7' } })
    await using run = storm(`--url ${registrar.gateway.url} --rate 20 --seconds 1`)
    expect(await run.exited).toBe(0)
    expect(figure(run, 'completed')).toBe(7)
    expect(run.stdout()).toMatch(/^refused +13 +too_many_requests 13$/m)
    expect(run.stdout()).toContain('start the server with RATE_LIMIT_PER_MINUTE=0')
  })

  it('starts a Registrar of its own, touches nothing else, and cleans up', async () => {
    await using run = storm('--rate 20 --seconds 1', { REDIS_URL: 'redis://somebody.invalid', WORKERS: '1' })
    const family = await familyOfOwn(run)
    expect(await run.exited, run.stderr()).toBe(0)
    expect(figure(run, 'events'), 'each has its event at a receiver').toBe(figure(run, 'accepted'))
    expect(figure(run, 'completed')).toBe(20)
    expect(leftOf(family)).toEqual([])
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('stops its Registrar at %s, and exits with 130', async (signal) => {
    await using run = storm('--rate 10 --seconds 600', { WORKERS: '1' })
    const family = await familyOfOwn(run)
    run.child.kill(signal)
    expect(await run.exited).toBe(130)
    expect(run.stdout()).toContain('Stopped.')
    expect(leftOf(family)).toEqual([])
  })

  it('stops its Registrar when its stdout is closed', async () => {
    await using run = storm('--rate 10 --seconds 600', { WORKERS: '1' })
    const family = await familyOfOwn(run)
    run.child.stdout!.destroy()
    expect(await run.exited).toBe(130)
    expect(leftOf(family)).toEqual([])
  })

  it('explains a bad option or address in one sentence', async () => {
    const errorOf = async (args: string) => {
      await using run = storm(args)
      expect(await run.exited, args).toBe(1)
      return run.stderr()
    }
    const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
    await eventually('listening', () => server.address())
    const { port } = server.address() as AddressInfo
    const nobody = await freePort()
    expect(await errorOf(`--url http://127.0.0.1:${port}`)).toBe(
      `The server at http://127.0.0.1:${port} is not a Registrar (HTTP 200).\n`,
    )
    server.close()
    expect(await errorOf(`--url http://127.0.0.1:${nobody}`)).toBe(
      `No Registrar can be reached at http://127.0.0.1:${nobody}: nothing listens there.\n`,
    )
    expect(await errorOf('--rate fast')).toBe('--rate is "fast"; it must be a whole number from 1 to 100000.\n')
    expect(await errorOf('--url ftp://x')).toMatch(
      /^--url has a value that cannot be used; it must be a URL that starts with http/,
    )
    expect(await errorOf('--speed 1')).toBe("Unknown option '--speed'; see --help.\n")
  })
})

/** The processes of a storm and of its Registrar, and the folder of its data, as soon as sign-ups arrive there. */
async function familyOfOwn(run: Command) {
  await eventually(`the storm has begun; it says:\n${run.stderr()}`, () => /sign-ups a second/.test(run.stdout()))
  const family = familyOf(run.child.pid!)
  for (const part of ['tools/start', 'apps/gateway', 'apps/worker'])
    expect(family.map(({ command }) => command)).toContainEqual(expect.stringContaining(part))
  const redis = family.find(({ command }) => command.includes('redis-server'))!
  return { pids: family.map(({ pid }) => pid), dataDir: dirname(redis.folder) }
}

/** What there still is of it. */
const leftOf = ({ pids, dataDir }: { pids: number[]; dataDir: string }) => [
  ...processes(({ pid }) => pids.includes(pid)).map(({ command }) => command),
  ...(existsSync(dataDir) ? [dataDir] : []),
]
