import { randomUUID } from 'node:crypto'
import { DirectoryUser, DirectoryUsers } from '@registrar/shared/contract/directory-user'
import type { NewUser } from '@registrar/users/user-store'
import { describe, expect, it } from 'vitest'
import { PASSWORD } from '../support/http/client.ts'
import { codeOf, startTestDirectory, type TestDirectory } from '../support/processes/directory.ts'
import { insertOne } from '../support/stores/insert-one.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const listed = async (response: Response) => DirectoryUsers.parse(await response.json())
const verified = async (directory: TestDirectory, username: string, password = PASSWORD) =>
  ((await (await directory.call('POST', '/verify', { username, password })).json()) as { verified: boolean }).verified

describe.each(storeEngines)('users of a directory on $name', ({ create }) => {
  it('are read by id, by name in any spelling, by ids and page by page, and never with a hash', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const users: NewUser[] = []
    for (const [n, name] of ['Ada', 'Bob', 'Eve'].entries())
      users.push(await directory.addUser(name, PASSWORD, { createdAt: new Date(1_700_000_000_000 + n) }))
    const [ada, bob, eve] = users as [(typeof users)[0], (typeof users)[0], (typeof users)[0]]

    const response = await directory.call('GET', `/users/${ada.userId}`)
    expect(response.headers.get('etag')).toBe('"0"')
    expect(DirectoryUser.parse(await response.json())).toEqual({
      userId: ada.userId,
      username: 'Ada',
      createdAt: ada.createdAt.toISOString(),
      updatedAt: ada.createdAt.toISOString(),
      disabled: false,
      passwordChangedAt: ada.createdAt.toISOString(),
    })
    // Those that are asked for side by side are read together: each answer is still its own.
    const ids = Array.from({ length: 40 }, (_, n) => users[n % 4]?.userId ?? randomUUID())
    const answers = await Promise.all(ids.map((userId) => directory.call('GET', `/users/${userId}`)))
    const found = await Promise.all(answers.map((answer) => answer.json() as Promise<{ userId?: string }>))
    expect(found.map(({ userId }, n) => [answers[n]!.status, userId])).toEqual(
      ids.map((userId, n) => (n % 4 === 3 ? [404, undefined] : [200, userId])),
    )
    const idsAt = async (path: string) =>
      (await listed(await directory.call('GET', path))).users.map(({ userId }) => userId)
    expect(await idsAt('/users?username=ADA')).toEqual([ada.userId])
    expect(await idsAt('/users?username=nobody')).toEqual([])
    expect((await idsAt(`/users?ids=${eve.userId},${randomUUID()},${bob.userId}`)).sort()).toEqual(
      [bob.userId, eve.userId].sort(),
    )
    const first = await listed(await directory.call('GET', '/users?limit=2'))
    expect(first.users.map(({ userId }) => userId)).toEqual([ada.userId, bob.userId])
    const second = await listed(await directory.call('GET', `/users?limit=2&after=${first.next}`))
    expect(second.users.map(({ userId }) => userId)).toEqual([eve.userId])
    expect(second.next).toBeUndefined()

    const lines = (await (await directory.call('GET', '/users/export')).text()).trimEnd().split('\n')
    expect(lines.map((line) => DirectoryUser.parse(JSON.parse(line)).userId)).toEqual(users.map(({ userId }) => userId))
    for (const path of [`/users/${randomUUID()}`, '/users/1', '/users/%00', '/nothing'])
      expect((await directory.call('GET', path)).status).toBe(404)
  })

  it('are renamed: the old name is taken for others from that moment on, and may be taken back', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const ada = await directory.addUser('Ada')
    const bob = await directory.addUser('Bob')
    const rename = (userId: string, username: string, headers = {}) =>
      directory.call('PATCH', `/users/${userId}`, { username }, headers)

    const renamed = await rename(ada.userId, 'Eve')
    expect(renamed.headers.get('etag')).toBe('"1"')
    expect(DirectoryUser.parse(await renamed.json())).toMatchObject({ username: 'Eve' })
    expect(await codeOf(await rename(bob.userId, 'ada'))).toBe('username_taken')
    expect(await codeOf(await rename(bob.userId, 'EVE'))).toBe('username_taken')
    expect(await verified(directory, 'Ada')).toBe(false)
    expect(await verified(directory, 'eve')).toBe(true)
    expect(await codeOf(await rename(ada.userId, 'Ada', { 'if-match': '"0"' }))).toBe('precondition_failed')
    expect((await rename(ada.userId, 'Ada', { 'if-match': '"0", "1"' })).status).toBe(200)
    expect(await verified(directory, 'ada')).toBe(true)
  })

  it('are disabled: only whoever knows the password learns it', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const { userId } = await directory.addUser('Ada')
    const set = (disabled: boolean) => directory.call('PATCH', `/users/${userId}`, { disabled })
    expect(DirectoryUser.parse(await (await set(true)).json()).disabled).toBe(true)
    const right = await directory.call('POST', '/verify', { username: 'ada', password: PASSWORD })
    expect([right.status, await codeOf(right)]).toEqual([403, 'account_disabled'])
    expect(await verified(directory, 'ada', 'wrong')).toBe(false)
    const password = 'another battery staple'
    const change = (currentPassword: string) =>
      directory.call('PUT', `/users/${userId}/password`, { password, currentPassword })
    expect(await codeOf(await change(PASSWORD))).toBe('account_disabled')
    expect(await (await change('wrong')).json()).toEqual({ verified: false })
    await set(false)
    expect(await verified(directory, 'ada')).toBe(true)
  })

  it('get a new password, from the caller or with the current one', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const { userId } = await directory.addUser('Ada')
    const put = (body: object) => directory.call('PUT', `/users/${userId}/password`, body)
    const another = 'another battery staple'
    const wrong = await put({ password: another, currentPassword: 'wrong' })
    expect([wrong.status, await wrong.json()]).toEqual([200, { verified: false }])
    expect((await put({ password: another, currentPassword: PASSWORD })).status).toBe(204)
    expect([await verified(directory, 'ada'), await verified(directory, 'ada', another)]).toEqual([false, true])
    expect((await put({ password: PASSWORD })).status).toBe(204)
    expect(await verified(directory, 'ada')).toBe(true)
    const bad = (await (await put({ password: 'ada' })).json()) as { errors: { pointer: string; code: string }[] }
    expect(bad.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '#/password too_short',
      '#/password contains_username',
    ])
    expect((await directory.call('PUT', `/users/${randomUUID()}/password`, { password: another })).status).toBe(404)
  })

  it('get a new password with the current one while logins renew the hash of the current one', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at, { ARGON2_MEMORY_KIB: '19456', ARGON2_TIME_COST: '2' })
    const password = 'another battery staple'
    for (const name of ['ada', 'bob', 'eve', 'kim']) {
      const { userId } = await directory.addUser(name) // with other parameters
      const [put] = await Promise.all([
        directory.call('PUT', `/users/${userId}/password`, { password, currentPassword: PASSWORD }),
        verified(directory, name),
        verified(directory, name),
      ])
      expect(put.status).toBe(204)
      expect([await verified(directory, name), await verified(directory, name, password)]).toEqual([false, true])
    }
  })

  it('are erased once: nothing is left but the name, which stays taken', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const ada = await directory.addUser('Ada')
    await directory.call('POST', '/verify', { username: 'ada', password: PASSWORD, client: 'a device of hers' })
    expect((await directory.call('DELETE', `/users/${ada.userId}`)).status).toBe(204)
    expect((await directory.call('DELETE', `/users/${ada.userId}`)).status).toBe(404)
    expect((await directory.call('GET', `/users/${ada.userId}`)).status).toBe(404)
    expect(await verified(directory, 'ada')).toBe(false)
    expect(await insertOne(directory.store, { ...ada, userId: randomUUID() })).toBe('taken')
    const [row, ...others] = await at.rows()
    expect(others).toEqual([])
    expect(
      Object.entries(row!)
        .filter(([, value]) => value !== null)
        .map(([name]) => name)
        .sort(),
    ).toEqual(['_id', 'reservedUntil', 'usernameKey'])
  })
})
