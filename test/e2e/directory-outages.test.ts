import { DatabaseSync } from 'node:sqlite'
import { describe, expect, inject, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { PASSWORD } from '../support/http/client.ts'
import { openRaw } from '../support/http/raw-connection.ts'
import { freshName } from '../support/names.ts'
import { codeOf, startTestDirectory, type TestDirectory } from '../support/processes/directory.ts'
import { startDirectory } from '../support/processes/service-process.ts'
import { startRedis } from '../support/redis/redis-server.ts'
import { startMongo } from '../support/stores/mongo-server.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { mongoStoreAt } from '../support/stores/test-store.ts'
import { startTcpProxy } from '../support/trouble/tcp-proxy.ts'

const [{ create }] = storeEngines as [(typeof storeEngines)[0]]
const mongo = inject('mongo')
const canStart = mongo && mongo.engine.kind !== 'running'

const verify = (directory: TestDirectory, username = 'ada', password = PASSWORD) =>
  directory.call('POST', '/verify', { username, password })

/** Each answer came while the outage lasted: none waits for its end. */
async function demandStoreUnavailable(directory: TestDirectory, userId: string): Promise<void> {
  const answers = await Promise.all([
    verify(directory),
    verify(directory, 'nobody'),
    directory.call('GET', `/users/${userId}`),
    directory.call('GET', '/users'),
    directory.call('GET', '/users/export'),
    directory.call('PATCH', `/users/${userId}`, { disabled: true }),
    directory.call('PUT', `/users/${userId}/password`, { password: 'another battery staple' }),
    directory.call('DELETE', `/users/${userId}`),
  ])
  for (const answer of answers) {
    expect([answer.status, await codeOf(answer)]).toEqual([503, 'store_unavailable'])
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
  }
}

/** What was sent in an outage may yet take effect: the user may be disabled, have another password, or be gone. */
const recovers = (directory: TestDirectory) =>
  eventually('it answers again', async () => (await directory.call('GET', '/users')).status === 200)

// Side by side: they wait for answers that a server does not give.
describe.runIf(canStart)('a directory whose MongoDB', { concurrent: true }, () => {
  it('has crashed or is frozen says so, counts no failure, and recovers by itself', async () => {
    await using server = await startMongo(mongo!.engine)
    await using at = await mongoStoreAt(server.uri(freshName()))
    await using directory = await startTestDirectory(at)
    await directory.addUser('Ada')
    for (const [begin, end] of [
      [() => server.signal('SIGSTOP'), () => server.signal('SIGCONT')],
      [() => server.kill(), () => server.restart()],
    ] as const) {
      const { userId } = await directory.addUser(freshName())
      await begin()
      for (let n = 0; n < 3; n++) await demandStoreUnavailable(directory, userId)
      await end()
      await recovers(directory)
      // Six verifications of the name have been refused: none of them counts.
      await eventually('it verifies', async () => (await verify(directory)).status === 200)
      expect(await (await verify(directory)).json()).toMatchObject({ verified: true })
    }
  })

  it('swallows every packet says so, and recovers when the network does', async () => {
    await using server = await startMongo(mongo!.engine)
    await using link = await startTcpProxy(server)
    const direct = server.uri(freshName())
    const throughLink = direct.replace(/:\d+\//, `:${link.port}/`).replace(/\?.*/, '?directConnection=true')
    await using at = await mongoStoreAt(direct, throughLink)
    await using directory = await startTestDirectory(at)
    const { userId } = await directory.addUser('Ada')
    link.freeze()
    await demandStoreUnavailable(directory, userId)
    link.thaw()
    await recovers(directory)
  })

  it('is not there at its start says so, and begins to work when it comes', async () => {
    await using server = await startMongo(mongo!.engine)
    await using at = await mongoStoreAt(server.uri(freshName()))
    await using directory = await startTestDirectory(at)
    const { userId } = await directory.addUser('Ada')
    await directory.service[Symbol.asyncDispose]()
    await server.kill()
    await using another = await startDirectory(directory.variables)
    const ask = () => fetch(`${another.url}/users/${userId}`, { headers: { authorization: `Bearer ${directory.key}` } })
    expect([(await ask()).status, (await fetch(`${another.url}/readyz`)).status]).toEqual([503, 503])
    expect((await fetch(`${another.url}/livez`)).status).toBe(200)
    await server.restart()
    await eventually('it answers', async () => (await ask()).status === 200)
  })
})

it.concurrent('a directory whose embedded store is locked goes on reading and verifying, refuses changes, and recovers', async () => {
  await using at = await create()
  await using directory = await startTestDirectory(at)
  const { userId } = await directory.addUser('Ada')
  const lock = new DatabaseSync(`${at.settings.DATA_DIR}/registrar.db`, { timeout: 10_000 })
  lock.exec('BEGIN IMMEDIATE')
  for (const change of [
    () => directory.call('PATCH', `/users/${userId}`, { disabled: true }),
    () => directory.call('PATCH', `/users/${userId}`, { username: 'Eve' }),
    () => directory.call('DELETE', `/users/${userId}`),
  ]) {
    const answer = await change()
    expect([answer.status, await codeOf(answer)]).toEqual([503, 'store_unavailable'])
  }
  expect(await (await verify(directory)).json()).toMatchObject({ verified: true })
  expect((await directory.call('GET', `/users/${userId}`)).status).toBe(200)
  lock.close()
  expect((await directory.call('PATCH', `/users/${userId}`, { username: 'Eve' })).status).toBe(200)
})

it.concurrent('a directory whose Redis is slow or swallows every packet verifies late or says so, and recovers', async () => {
  await using at = await create()
  await using redis = await startRedis()
  await using link = await startTcpProxy(redis)
  await using directory = await startTestDirectory(at, {
    REDIS_URL: redis.url.replace(`:${redis.port}`, `:${link.port}`),
  })
  await directory.addUser('Ada')
  link.slow(50)
  expect(await (await verify(directory)).json()).toMatchObject({ verified: true })
  link.slow(1_500)
  const late = await verify(directory)
  expect([late.status, await codeOf(late)]).toEqual([503, 'queue_unavailable'])
  link.slow(0)
  await eventually('it verifies', async () => (await verify(directory)).status === 200)
  link.freeze()
  const lost = await verify(directory)
  expect([lost.status, await codeOf(lost)]).toEqual([503, 'queue_unavailable'])
  link.thaw()
  await eventually('it verifies again', async () => (await verify(directory)).status === 200)
})

describe('SIGTERM', () => {
  it('lets a directory answer the verifications in flight, and exit with 0', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at, {
      VERIFY_CONCURRENCY: '1',
      VERIFY_DEADLINE_MS: '60000',
      ARGON2_TIME_COST: '20',
    })
    await directory.addUser('Ada')
    const answers = Array.from({ length: 10 }, (_, n) => verify(directory, n === 9 ? 'ada' : `name${n}`))
    await answers[0] // all are there
    directory.service.child.kill('SIGTERM')
    for (const answer of await Promise.all(answers)) expect(answer.status).toBe(200)
    expect(await directory.service.exited).toBe(0)
  })

  it('cuts an export off, so that it does not look whole, and waits for no reader', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const { passwordHash } = await directory.addUser('Ada')
    {
      using database = new DatabaseSync(`${at.settings.DATA_DIR}/registrar.db`, { timeout: 10_000 })
      database
        .prepare(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
          INSERT INTO users (_id, username, usernameKey, passwordHash, createdAt)
          SELECT printf('00000000-0000-4000-8000-%012d', i), 'user' || i, 'user' || i, ?, '2026-01-02T03:04:05.678Z' FROM n`)
        .run(passwordHash)
    }
    const request = `GET /users/export HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${directory.key}\r\n\r\n`
    using reader = await openRaw(directory.url, request)
    await eventually('it has begun', () => reader.text().includes('"userId"'))
    reader.socket.pause()
    directory.service.child.kill('SIGTERM')
    expect(await directory.service.exited).toBe(0)
    reader.socket.resume()
    expect((await reader.closed).endsWith('0\r\n\r\n')).toBe(false) // the last chunk, without which it is cut off
  })
})
