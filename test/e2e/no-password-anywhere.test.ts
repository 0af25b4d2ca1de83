import { verify as verifyByNodeRs } from '@node-rs/argon2'
import { verify as verifyByArgon2 } from 'argon2'
import { describe, expect, it } from 'vitest'
import { insistOn, outcomeOf } from '../support/http/client.ts'
import { freshName, freshPassword, PASSWORD_MARK } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { dumpOf, filesBelow } from '../support/redis/dumps.ts'
import { monitorRedis } from '../support/redis/redis-monitor.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

describe.each([
  { engine: 'node-rs', verify: verifyByArgon2 },
  { engine: 'argon2', verify: verifyByNodeRs },
])('200 registrations hashed by $engine', ({ engine, verify }) => {
  it.each(storeEngines)(
    'all complete on $name, each hash verifies with the other engine, and no password is readable in Redis, files or logs',
    async ({ create }) => {
      await using store = await create()
      const variables = { ARGON2_ENGINE: engine, LOG_LEVEL: 'trace' }
      await using registrar = await startRegistrar({ store, workers: 2, variables })
      const { redis, gateway } = registrar
      await using monitor = await monitorRedis(redis.url)

      const people = Array.from({ length: 200 }, () => ({ username: freshName(), password: freshPassword() }))
      const jobIds = await Promise.all(
        people.map(({ username, password }) => insistOn(gateway.url, username, password)),
      )
      const whileWaiting = dumpOf(redis.url, redis.folder) // most of the jobs still wait: their seals are in it
      const registrations = await Promise.all(jobIds.map((jobId) => outcomeOf(gateway.url, jobId, 120_000)))
      expect(registrations.filter(({ status }) => status === 'completed')).toHaveLength(200)

      const hashes = new Map((await store.rows()).map((row) => [row.username, row.passwordHash]))
      const verified = await Promise.all(
        people.map(({ username, password }) => verify(hashes.get(username)!, password)),
      )
      expect(verified).toEqual(people.map(() => true))

      const places = {
        'a dump while jobs waited': whileWaiting,
        'a dump at the end': dumpOf(redis.url, redis.folder),
        'the files of Redis, its append-only file among them': filesBelow(redis.folder),
        'the files of the store': filesBelow(store.settings.DATA_DIR),
        MONITOR: Buffer.from(monitor.seen()),
        'the logs': Buffer.from(registrar.output()),
      }
      expect(monitor.seen()).toContain(jobIds[0]) // it did see the traffic
      expect(places['a dump while jobs waited'].includes(jobIds.at(-1)!)).toBe(true)
      expect(registrar.output()).toContain(jobIds[0])
      for (const [place, content] of Object.entries(places))
        expect(content.includes(PASSWORD_MARK), `a password in ${place}`).toBe(false)
    },
    180_000,
  )
})
