import { randomUUID } from 'node:crypto'
import { addApiKey } from '@registrar/shared/keys/api-keys'
import { describe, expect, it } from 'vitest'
import { RegistrarError } from '../../packages/client/src/create-registrar.ts'
import { PASSWORD } from '../support/http/client.ts'
import { unwatchedFetch } from '../support/http/watch-fetch.ts'
import { directoryAt, startTestDirectory } from '../support/processes/directory.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { startTcpProxy } from '../support/trouble/tcp-proxy.ts'

const ANOTHER = 'another battery staple'

const [{ create: createFirst }] = storeEngines as [(typeof storeEngines)[0]]

describe.each(storeEngines)('the client and a directory on $name', ({ create }) => {
  it('agree on a login: verified, not verified, disabled, too many attempts, unlocked', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const { verify, users } = directoryAt(directory.url, directory.key)
    const impatient = directoryAt(directory.url, directory.key, { retries: 0 })
    const { userId } = await directory.addUser('Ada')

    expect(await verify({ username: 'ADA', password: PASSWORD })).toEqual({ verified: true, userId, username: 'Ada' })
    expect(await verify({ username: 'ada', password: ANOTHER })).toEqual({ verified: false })
    expect(await verify({ username: 'nobody', password: PASSWORD })).toEqual({ verified: false })
    await users.update(userId, { disabled: true })
    await expect(verify({ username: 'ada', password: PASSWORD })).rejects.toMatchObject({ code: 'account_disabled' })
    expect((await users.update(userId, { disabled: false })).disabled).toBe(false)

    let refusal: unknown
    while (!refusal)
      await impatient.verify({ username: 'ada', password: ANOTHER }).catch((error: unknown) => (refusal = error))
    expect(refusal).toMatchObject({ status: 429, code: 'too_many_attempts', retryAfterSeconds: expect.any(Number) })
    await users.unlock(userId)
    expect(await verify({ username: 'ada', password: PASSWORD })).toMatchObject({ verified: true })
  })

  it('agree on users: by id, by name, by ids, all of them, renamed, refused, erased', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const { users } = directoryAt(directory.url, directory.key)
    const created = []
    for (const [n, name] of ['Ada', 'Bob', 'Eve'].entries())
      created.push(await directory.addUser(name, PASSWORD, { createdAt: new Date(1_700_000_000_000 + n) }))
    const [ada, bob, eve] = created.map(({ userId }) => userId) as [string, string, string]

    const read = await users.get(ada)
    expect(read).toMatchObject({ userId: ada, username: 'Ada', disabled: false, etag: '"0"' })
    const { etag: _, ...unversioned } = read
    expect(await users.find('ADA')).toEqual(unversioned)
    expect(await users.find('nobody')).toBeUndefined()
    expect((await users.getMany([eve, randomUUID(), bob])).map(({ userId }) => userId).sort()).toEqual(
      [bob, eve].sort(),
    )
    const found = []
    for await (const { userId } of users.list({ limit: 2 })) found.push(userId)
    expect(found).toEqual([ada, bob, eve])
    const { value: page } = await users.pages({ limit: 1 }).next()
    const { value: rest } = await users.pages({ after: page!.next }).next()
    expect(rest!.users.map(({ userId }) => userId)).toEqual([bob, eve])

    const renamed = await users.update(ada, { username: 'Kim' }, { ifMatch: read.etag })
    expect(renamed).toMatchObject({ username: 'Kim', etag: '"1"' })
    await expect(users.update(ada, { username: 'Ada' }, { ifMatch: read.etag })).rejects.toMatchObject({
      code: 'precondition_failed',
    })
    await expect(users.update(bob, { username: 'EVE' })).rejects.toMatchObject({ code: 'username_taken' })
    await expect(users.update(bob, { username: 'b' })).rejects.toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '#/username', code: 'too_short' }],
    })
    await users.erase(bob)
    await expect(users.erase(bob)).rejects.toMatchObject({ code: 'not_found' })
    await expect(users.get(bob)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('agree on passwords: with the current one, with a wrong one, without one', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const { verify, users } = directoryAt(directory.url, directory.key)
    const { userId } = await directory.addUser('Ada')
    const verified = async (password: string) => (await verify({ username: 'ada', password })).verified

    const change = (currentPassword: string) => users.changePassword(userId, { currentPassword, password: ANOTHER })
    expect(await change('wrong')).toEqual({ verified: false })
    expect(await change(PASSWORD)).toEqual({ verified: true })
    expect([await verified(PASSWORD), await verified(ANOTHER)]).toEqual([false, true])
    await users.setPassword(userId, PASSWORD)
    expect(await verified(PASSWORD)).toBe(true)
    await expect(users.setPassword(userId, 'ada')).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('agree that a change was made whose first answer is lost: whatever it is, it is never reported as refused', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    await using line = await startTcpProxy({ port: Number(new URL(directory.url).port) })
    const { verify, users } = directoryAt(`http://127.0.0.1:${line.port}`, directory.key, { fetch: unwatchedFetch })
    const { userId } = await directory.addUser('Ada')
    /** Cuts the first answer to `change`. */
    const losing = async <T>(change: () => Promise<T>): Promise<T> => {
      let answers = 0
      line.disturb((answer) => (answers++ === 0 ? [{ cut: true }] : [{ send: answer }]))
      const result = await change()
      expect(answers).toBeGreaterThan(1)
      return result
    }

    const ifMatch = (await users.get(userId)).etag
    const renamed = await losing(() => users.update(userId, { username: 'Eve' }, { ifMatch }))
    expect(renamed).toMatchObject({ username: 'Eve', etag: '"1"' })
    expect(await losing(() => users.update(userId, { disabled: false }))).toMatchObject({ etag: '"1"' })
    const passwords = { currentPassword: PASSWORD, password: ANOTHER }
    expect(await losing(() => users.changePassword(userId, passwords))).toEqual({ verified: true })
    await losing(() => users.setPassword(userId, PASSWORD))
    expect(await losing(() => verify({ username: 'eve', password: PASSWORD }))).toMatchObject({
      verified: true,
      userId,
    })
    await losing(() => users.unlock(userId))
    await losing(() => users.erase(userId))
    expect((await at.rows()).filter(({ reservedUntil }) => !reservedUntil)).toEqual([])
  })
})

it('a key without a scope, and one that is unknown, are refused without being quoted', async () => {
  await using at = await createFirst()
  await using directory = await startTestDirectory(at)
  const key = addApiKey(directory.keysFile, { name: 'shop', scopes: ['verify'] })
  const insufficient = directoryAt(directory.url, key).users.get(randomUUID())
  await expect(insufficient).rejects.toMatchObject({ status: 403, code: 'insufficient_scope' })
  await expect(insufficient).rejects.not.toThrow(key)
  const unknown = await directoryAt(directory.url, 'rk_unknown')
    .verify({ username: 'ada', password: PASSWORD })
    .catch((error: unknown) => error)
  expect(unknown).toBeInstanceOf(RegistrarError)
  expect(unknown).toMatchObject({ status: 401, code: 'invalid_api_key' })
})
