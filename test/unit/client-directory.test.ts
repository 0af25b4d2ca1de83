import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createRegistrar } from '../../packages/client/src/create-registrar.ts'
import {
  ada,
  CHANGE,
  type Directory,
  done,
  KEY,
  LOGIN,
  notVerified,
  registrarAt,
  TIME,
  USER_ID,
  userAs,
  verified,
} from '../support/http/scripted-directory.ts'
import { type Answer, cut, json, problem, startScriptedServer } from '../support/http/scripted-server.ts'

/** Every call, with an answer that ends it well. */
const CALLS: [name: string, call: (directory: Directory) => Promise<unknown>, good: Answer][] = [
  ['verify', (to) => to.verify(LOGIN), verified],
  ['users.get', ({ users }) => users.get(USER_ID), userAs()],
  ['users.find', ({ users }) => users.find('ada'), json(200, { users: [ada] })],
  ['users.getMany', ({ users }) => users.getMany([USER_ID]), json(200, { users: [ada] })],
  ['users.list', ({ users }) => users.list().next(), json(200, { users: [ada] })],
  ['users.update', ({ users }) => users.update(USER_ID, { disabled: false }), userAs()],
  ['users.setPassword', ({ users }) => users.setPassword(USER_ID, 'another battery staple'), done],
  ['users.changePassword', ({ users }) => users.changePassword(USER_ID, CHANGE), done],
  ['users.unlock', ({ users }) => users.unlock(USER_ID), done],
  ['users.erase', ({ users }) => users.erase(USER_ID), done],
]

describe.each(CALLS)('%s', (_name, call, good) => {
  it.each([
    ['a connection that is cut', cut],
    ['429', problem(429, 'too_many_attempts')],
    ['500', problem(500, 'internal_error')],
    ['503', problem(503, 'store_unavailable')],
    ['a page where JSON should be', json(200, [])],
  ])('tries again after %s, with the same request and the key', async (_what, failure) => {
    await using server = await startScriptedServer(failure, good)
    await call(registrarAt(server))
    expect(server.requests).toHaveLength(2)
    const [first, second] = server.requests.map(({ method, path, body, headers }) => ({
      ...{ method, path, body, authorization: headers.authorization, type: headers['content-type'] },
    }))
    expect(second).toEqual(first)
    expect(first!.authorization).toBe(`Bearer ${KEY}`)
  })

  it('does not take the answer to another request for its own', async () => {
    const foreign: Answer = (response, request) =>
      good(response.setHeader('x-request-id', 'the-id-of-another-request'), request)
    await using server = await startScriptedServer(foreign, good)
    await call(registrarAt(server))
    expect(server.requests).toHaveLength(2)
  })

  it.each([401, 403, 404, 409, 412, 413, 422])('takes %i as final, and says nothing of the key', async (status) => {
    const errors = [{ pointer: '#/username', code: 'too_short', detail: 'Use at least 3 characters.' }]
    await using server = await startScriptedServer(problem(status, 'some_code', {}, { errors }))
    const error = await call(registrarAt(server)).catch((refusal: unknown) => refusal)
    expect(error).toMatchObject({ name: 'RegistrarError', status, code: 'some_code', errors })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(KEY)
    expect(server.requests).toHaveLength(1)
  })

  it('rejects without an answer after its retries, and says nothing of the key', async () => {
    await using server = await startScriptedServer(cut)
    const error = await call(registrarAt(server, { retries: 1 })).catch((refusal: unknown) => refusal)
    expect(error).toMatchObject({ name: 'RegistrarError', status: 0, code: 'no_answer' })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(KEY)
  })

  it('is a TypeError that says what is missing where there is no directory', async () => {
    const registrar = createRegistrar({ url: 'http://127.0.0.1:9' }) as Directory
    await expect(call(registrar)).rejects.toThrow(
      new TypeError('verify and users need directoryUrl and apiKey: give both to createRegistrar'),
    )
  })
})

describe('verify', () => {
  it('resolves to the answer, which is none but verified or not', async () => {
    const client = '192.0.2.7'
    await using server = await startScriptedServer(verified, notVerified)
    const registrar = registrarAt(server)
    expect(await registrar.verify({ ...LOGIN, client })).toEqual({ verified: true, userId: USER_ID, username: 'Ada' })
    expect(await registrar.verify(LOGIN)).toEqual({ verified: false })
    expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/verify' })
    expect(JSON.parse(server.requests[0]!.body)).toEqual({ ...LOGIN, client })
  })

  it.each([
    { verified: 'true', userId: USER_ID, username: 'Ada' },
    { verified: true, username: 'Ada' },
    { userId: USER_ID, username: 'Ada' },
    null,
  ])('does not believe the answer %j', async (damaged) => {
    await using server = await startScriptedServer(json(200, damaged as object), notVerified)
    expect(await registrarAt(server).verify(LOGIN)).toEqual({ verified: false })
  })

  it.each([
    ['verify', (to: Directory) => to.verify(LOGIN)],
    ['users.changePassword', ({ users }: Directory) => users.changePassword(USER_ID, CHANGE)],
  ])('lets nobody wait longer than 10 s: %s rejects at once when it would have to', async (_what, call) => {
    await using server = await startScriptedServer(problem(429, 'too_many_attempts', { 'retry-after': '11' }))
    await expect(call(registrarAt(server))).rejects.toMatchObject({ code: 'too_many_attempts', retryAfterSeconds: 11 })
    expect(server.requests).toHaveLength(1)
  })
})

describe('users', () => {
  it('are read page by page: each once, however many there are', async () => {
    const pages = [{ users: [ada, ada], next: 'a' }, { users: [], next: 'b' }, { users: [ada] }]
    await using server = await startScriptedServer(
      json(200, pages[0]!),
      cut,
      json(200, pages[1]!),
      json(200, pages[2]!),
    )
    const found = []
    for await (const user of registrarAt(server).users.list({ limit: 2 })) found.push(user)
    expect(found).toEqual([ada, ada, ada])
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/users?limit=2',
      '/users?limit=2&after=a',
      '/users?limit=2&after=a',
      '/users?limit=2&after=b',
    ])
  })

  it('are asked for 100 ids at a time', async () => {
    await using server = await startScriptedServer(json(200, { users: [ada] }))
    expect(await registrarAt(server).users.getMany(Array(201).fill(USER_ID))).toEqual([ada, ada, ada])
    expect(server.requests.map(({ path }) => path.match(/[\da-f]{12}/g)!.length)).toEqual([100, 100, 1])
    expect(await registrarAt(server).users.getMany([])).toEqual([])
  })

  it('keep an ETag that matches, where a proxy compresses', async () => {
    await using server = await startScriptedServer(userAs({}, 'W/"7"'))
    expect(await registrarAt(server).users.get(USER_ID)).toEqual({ ...ada, etag: '"7"' })
  })

  it.each([
    ['is another', userAs({ userId: TIME })],
    ['lacks a field', userAs({ disabled: undefined })],
    ['has no ETag', json(200, ada)],
  ])('are not taken from an answer that %s', async (_what, damaged) => {
    await using server = await startScriptedServer(damaged, userAs())
    expect(await registrarAt(server).users.get(USER_ID)).toEqual({ ...ada, etag: '"7"' })
  })

  it('are found by any text, and read by any id, without another path being asked', async () => {
    await using server = await startScriptedServer(json(200, { users: [] }), problem(404, 'not_found'))
    const { users } = registrarAt(server)
    expect(await users.find('a&limit=1 \ud800')).toBeUndefined()
    await expect(users.get('../verify?')).rejects.toMatchObject({ code: 'not_found' })
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/users?username=a%26limit%3D1+%EF%BF%BD',
      '/users/..%2Fverify%3F',
    ])
  })
})

it.each([
  ['without a key', { directoryUrl: 'http://127.0.0.1:9' }, 'missing'],
  ['with an empty key', { directoryUrl: 'http://127.0.0.1:9', apiKey: '' }, 'missing'],
  ['with a key and no directory', { apiKey: 'rk_secret' }, 'missing'],
  ['with a key that no header can have', { directoryUrl: 'http://127.0.0.1:9', apiKey: 'rk_secret\nx' }, 'line break'],
  ['with a directory that is no URL', { directoryUrl: 'directory', apiKey: 'rk_secret' }, 'URL'],
])('a registrar %s is refused before anything is sent, and the key is not said', (_what, options, reason) => {
  const create = () => createRegistrar({ url: 'http://127.0.0.1:9', ...options } as never)
  expect(create).toThrow(TypeError)
  expect(create).toThrow(reason)
  expect(create).not.toThrow('secret')
})
