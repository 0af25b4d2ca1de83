import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { PASSWORD } from '../support/http/client.ts'
import { callsTo, codeOf, startTestDirectory, type TestDirectory } from '../support/processes/directory.ts'
import { startDirectory } from '../support/processes/service-process.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const [{ create: createFirst }] = storeEngines as [(typeof storeEngines)[0]]

/** Lets the one name of which failures are counted have had a hundred in a row, from clients that are not known. */
async function close(directory: TestDirectory): Promise<void> {
  const redis = new Redis(directory.redis.url)
  const [key, ...others] = await redis.keys('registrar:*:attempts:*')
  expect(others).toEqual([])
  const counts = JSON.parse((await redis.get(key!))!)
  await redis.set(key!, JSON.stringify({ ...counts, shared: { failures: 100, notBefore: 0 } }))
  redis.disconnect()
}

const verify = (directory: Pick<TestDirectory, 'call'>, username: string, password: string, client?: string) =>
  directory.call('POST', '/verify', { username, password, ...(client && { client }) })

describe.each(storeEngines)('verifying a password on $name', ({ create }) => {
  it('answers who it is for the right password, in any spelling of the name', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const { userId } = await directory.addUser('Ada')
    for (const username of ['Ada', 'ada', 'ＡＤＡ']) {
      const response = await verify(directory, username, PASSWORD)
      expect([response.status, await response.json()]).toEqual([200, { verified: true, userId, username: 'Ada' }])
    }
  })

  it('answers a wrong password, an unknown name and one that cannot be a name with the same bytes and headers', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    await directory.addUser('Ada')
    const answers = []
    for (const [username, password] of [
      ['ada', 'wrong'],
      ['ada', ''],
      ['ada', 'x'.repeat(15_000)],
      ['nobody', PASSWORD],
      ['', PASSWORD],
      ['a b\u0000c'.repeat(500), PASSWORD],
    ] as const) {
      const response = await verify(directory, username, password)
      const headers = Object.fromEntries([...response.headers].filter(([name]) => !/^(date|x-request-id)$/.test(name)))
      answers.push(JSON.stringify([response.status, headers, await response.text()]))
    }
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('{\\"verified\\":false}')
  })

  it('renews a hash of other parameters after the answer, so that the password stays valid', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at, { ARGON2_MEMORY_KIB: '19456', ARGON2_TIME_COST: '2' })
    const { userId, passwordHash } = await directory.addUser('Ada')
    await verify(directory, 'ada', 'wrong')
    expect((await directory.store.find(userId))!.passwordHash).toBe(passwordHash)
    await verify(directory, 'ada', PASSWORD)
    await eventually('the hash is renewed', async () =>
      (await directory.store.find(userId))!.passwordHash.startsWith('$argon2id$v=19$m=19456,t=2,p=1$'),
    )
    expect(await (await verify(directory, 'ada', PASSWORD)).json()).toMatchObject({ verified: true })
    expect((await directory.store.find(userId))!.version).toBe(0)
  })
})

describe('verifications that fail', () => {
  it('side by side hash at most five times, whether somebody has the name or not', async () => {
    await using at = await createFirst()
    await using directory = await startTestDirectory(at)
    await directory.addUser('Ada')
    for (const name of ['ada', 'nobody']) {
      const startedAt = performance.now()
      const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => verify(directory, name, `wrong ${n}`)))
      const seconds = (performance.now() - startedAt) / 1_000
      const afterWaits = Math.floor(Math.log2(seconds + 1)) // on a busy machine a wait of 1 s may be over by then, of 2 s …
      const hashed = answers.filter(({ status }) => status === 200)
      expect(hashed.length).toBeGreaterThanOrEqual(5)
      expect(hashed.length).toBeLessThanOrEqual(5 + afterWaits)
      const refused = answers.filter(({ status }) => status === 429)
      expect(refused).toHaveLength(50 - hashed.length)
      expect(await codeOf(refused[0]!)).toBe('too_many_attempts')
      expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    }
  })

  it('keep counting after a restart of the directory and of Redis', async () => {
    await using at = await createFirst()
    await using directory = await startTestDirectory(at)
    await directory.addUser('Ada')
    await verify(directory, 'ada', 'wrong')
    await close(directory)
    await directory.service[Symbol.asyncDispose]()
    await directory.redis.kill()
    await directory.redis.restart()
    await using another = await startDirectory(directory.variables)
    const again = await verify(callsTo(another.url, directory.key), 'ada', PASSWORD)
    expect([again.status, await codeOf(again)]).toEqual([429, 'too_many_attempts'])
  })

  it('of strangers do not shut out a client that has succeeded before; unlocking and a new password forget them', async () => {
    await using at = await createFirst()
    await using directory = await startTestDirectory(at)
    const { userId } = await directory.addUser('Ada')
    expect((await verify(directory, 'ada', PASSWORD, 'her phone')).status).toBe(200)
    const shutOut = async () => {
      await verify(directory, 'ada', 'wrong', 'a stranger')
      await close(directory)
      expect((await verify(directory, 'ada', PASSWORD, 'a stranger')).status).toBe(429)
      expect((await verify(directory, 'ada', PASSWORD)).status).toBe(429)
    }
    await shutOut()
    expect(await (await verify(directory, 'ada', PASSWORD, 'her phone')).json()).toMatchObject({ verified: true })
    expect((await verify(directory, 'ada', PASSWORD)).status).toBe(429)

    expect((await directory.call('POST', `/users/${userId}/unlock`)).status).toBe(204)
    expect(await (await verify(directory, 'ada', PASSWORD)).json()).toMatchObject({ verified: true })
    await shutOut()
    const put = await directory.call('PUT', `/users/${userId}/password`, { password: 'another battery staple' })
    expect(put.status).toBe(204)
    expect((await verify(directory, 'ada', 'another battery staple')).status).toBe(200)
  })
})

describe('a directory under load or without its servers', () => {
  it('refuses verifications that could not begin in time, counts none of them, and recovers', async () => {
    await using at = await createFirst()
    await using directory = await startTestDirectory(at, { VERIFY_CONCURRENCY: '1', VERIFY_DEADLINE_MS: '50' })
    await directory.addUser('Ada')
    const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => verify(directory, `name${n}`, 'wrong')))
    const refused = answers.filter(({ status }) => status === 503)
    expect(refused.length).toBeGreaterThan(0)
    expect(answers.filter(({ status }) => status === 200).length).toBe(60 - refused.length)
    expect(await codeOf(refused[0]!)).toBe('overloaded')
    expect(refused[0]!.headers.get('retry-after')).toMatch(/^\d+$/)
    expect((await verify(directory, 'ada', PASSWORD)).status).toBe(200)
  })

  it('hashes nothing for callers that disconnect while they wait, and counts no failure for them', async () => {
    await using at = await createFirst()
    await using directory = await startTestDirectory(at, {
      VERIFY_CONCURRENCY: '1',
      VERIFY_DEADLINE_MS: '60000',
      ARGON2_TIME_COST: '30',
    })
    const others = Array.from({ length: 20 }, (_, n) => verify(directory, `name${n}`, 'wrong'))
    const redis = new Redis(directory.redis.url)
    const counted = () => redis.keys('registrar:*:attempts:*')
    await eventually('they are counted', async () => (await counted()).length === 20)
    const before = new Set(await counted())
    const caller = new AbortController()
    const body = JSON.stringify({ username: 'gone', password: 'wrong' })
    const headers = { authorization: `Bearer ${directory.key}`, 'content-type': 'application/json' }
    const gone = Array.from({ length: 5 }, () =>
      fetch(`${directory.url}/verify`, { method: 'POST', headers, body, signal: caller.signal }).catch(() => 'aborted'),
    )
    const failures = async () => {
      const key = (await counted()).find((key) => !before.has(key))
      const counts = key && (await redis.get(key))
      return counts ? JSON.parse(counts).shared.failures : 0 // no counts are no key
    }
    await eventually('all of its attempts are counted', async () => (await failures()) === 5)
    caller.abort()
    await Promise.all(gone)
    await eventually('none of its attempts counts any longer', async () => (await failures()) === 0)
    for (const answer of await Promise.all(others)) expect(answer.status).toBe(200)
    redis.disconnect()
  })

  it('says within a second that Redis is unavailable, verifies nothing meanwhile, and recovers by itself', async () => {
    await using at = await createFirst()
    await using directory = await startTestDirectory(at)
    const { userId } = await directory.addUser('Ada')
    for (const [stop, start] of [
      [() => directory.redis.kill(), () => directory.redis.restart()],
      [() => directory.redis.signal('SIGSTOP'), () => directory.redis.signal('SIGCONT')],
    ] as const) {
      await stop()
      const response = await verify(directory, 'ada', PASSWORD)
      expect([response.status, await codeOf(response)]).toEqual([503, 'queue_unavailable'])
      expect(response.headers.get('retry-after')).toBe('5')
      expect((await directory.call('DELETE', `/users/${userId}`)).status).toBe(503)
      expect((await directory.call('GET', `/users/${userId}`)).status).toBe(200)
      await start()
      await eventually('it verifies again', async () => (await verify(directory, 'ada', PASSWORD)).status === 200)
    }
  })
})
