import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { canInstallDebianPackages, installDebianPackages } from '../../tools/debian-packages.ts'
import { outcomeOf } from '../support/http/client.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { startFaultRun } from './fault-run.ts'

const library = fakeTimeLibrary()
const HOUR_MS = 3_600_000

describe.runIf(library)('the clock of the machine jumps', () => {
  it.each([
    ['ahead', HOUR_MS],
    ['back', -HOUR_MS],
  ])(
    '%s by an hour: outcomes stay, nothing waits an hour, and a worker killed at that moment is noticed',
    async (_way, byMs) => {
      await using store = await storeEngines[0]!.create()
      const clockFile = join(store.settings.DATA_DIR, 'clock')
      const setClock = (ms: number) => writeFileSync(clockFile, `${ms >= 0 ? '+' : ''}${ms / 1_000}`)
      setClock(0)
      await using run = await startFaultRun(store, {
        LD_PRELOAD: library!,
        FAKETIME_TIMESTAMP_FILE: clockFile,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1', // a monotonic clock does not jump: that is what it is for
      })
      const redis = new Redis(run.redis.url)
      const before = await run.register('before')
      const healthy = await run.addWorker()
      const outcome = await outcomeOf(run.gateway.url, before)
      healthy.child.kill('SIGTERM')
      await healthy.exited
      const victim = await run.addWorker({ STOP_AT: 'hash done' })
      const inHand = await run.register('in-hand')
      const waiting = await run.register('waiting')
      await victim.reached

      victim.child.kill('SIGKILL') // before it could renew its lock under the new time
      setClock(byMs)
      await shiftTimesToLive(redis, -byMs)

      await run.addWorker()
      await run.untilGone(inHand)
      await run.untilGone(waiting)
      const after = await run.register('after')
      await run.untilGone(after)
      const { createdAt } = await outcomeOf(run.gateway.url, after)
      expect(Math.abs(Date.parse(createdAt) - Date.now() - byMs)).toBeLessThan(120_000) // it did jump
      expect(await outcomeOf(run.gateway.url, before)).toEqual(outcome)
      expect(await run.verify()).toEqual({ accepted: 4, completed: 4, rejected: 0, failed: 0 })
      redis.disconnect()
    },
  )
})

/**
 * What a jump of its clock does to Redis: every time to live is longer or shorter by as much. (libfaketime and the
 * allocator of redis-server lock each other out, so its own clock cannot be set.)
 */
async function shiftTimesToLive(redis: Redis, byMs: number): Promise<void> {
  for (const key of await redis.keys('*')) {
    const ttlMs = await redis.pttl(key)
    if (ttlMs > 0) await redis.pexpire(key, ttlMs + byMs) // zero or less deletes the key, as its expiry would
  }
}

/** libfaketime, from Debian's packages; undefined where it cannot be had. */
function fakeTimeLibrary(): string | undefined {
  const find = () =>
    ['/usr/lib/x86_64-linux-gnu/faketime', '/usr/lib/aarch64-linux-gnu/faketime']
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
      .find((file) => file.endsWith('/libfaketimeMT.so.1'))
  if (!find() && canInstallDebianPackages()) installDebianPackages('libfaketime')
  return find()
}
