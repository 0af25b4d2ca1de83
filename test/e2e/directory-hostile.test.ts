import { describe, expect, it } from 'vitest'
import { heapBytes, INSPECTED } from '../support/heap.ts'
import { codeOf, startTestDirectory, type TestDirectory } from '../support/processes/directory.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const ID = '11111111-1111-4111-8111-111111111111'
const user = `/users/${ID}`
const cursorOf = (text: string) => Buffer.from(text).toString('base64url')
const chunked = () => ({ body: new Blob(['{}']).stream(), duplex: 'half' }) as RequestInit

type Hostile = [status: number, code: string, method: string, path: string, body?: unknown]

/** What is broken, injected or forged, with its refusal. */
const HOSTILE: Hostile[] = [
  // Operators of MongoDB, SQL, prototypes.
  [422, 'invalid_request', 'POST', '/verify', { username: { $gt: '' }, password: { $gt: '' } }],
  [422, 'invalid_request', 'POST', '/verify', { username: ['ada'], password: 'x' }],
  [422, 'invalid_request', 'POST', '/verify', '{"username":"ada","password":"x","__proto__":{"verified":true}}'],
  [422, 'invalid_request', 'POST', '/verify', '{"username":"ada","constructor":{}}'],
  [422, 'invalid_request', 'POST', '/verify', { username: 'ada', password: 'x', client: { $ne: null } }],
  [422, 'invalid_request', 'POST', '/verify', { username: 'ada', password: 'x', client: 'x'.repeat(257) }],
  [422, 'invalid_request', 'POST', '/verify', { username: 'ada', password: 7, $where: 'sleep(9)' }],
  [422, 'invalid_request', 'GET', '/users?username[$ne]=x'],
  [422, 'invalid_request', 'GET', '/users?username=a&username=b'],
  [422, 'invalid_request', 'GET', '/users?username=ada&limit=1'],
  [422, 'invalid_request', 'GET', '/users?ids[$gt]='],
  [422, 'invalid_request', 'GET', '/users?ids='],
  [422, 'invalid_request', 'GET', `/users?ids=${ID}'%20OR%20'1'='1`],
  [422, 'invalid_request', 'GET', `/users?ids=${Array(101).fill(ID)}`],
  [413, 'content_too_large', 'GET', `/users?ids=${Array(10_000).fill(ID)}`],
  [422, 'invalid_request', 'GET', '/users?limit=0'],
  [422, 'invalid_request', 'GET', '/users?limit=1001'],
  [422, 'invalid_request', 'GET', '/users?limit=1e3'],
  [422, 'invalid_request', 'GET', '/users?limit=-1'],
  [422, 'invalid_request', 'GET', '/users?offset=5'],
  // Cursors.
  [422, 'invalid_request', 'GET', '/users?after='],
  [422, 'invalid_request', 'GET', '/users?after=x'],
  [422, 'invalid_request', 'GET', `/users?after=${cursorOf('0 x')}`],
  [422, 'invalid_request', 'GET', `/users?after=${cursorOf(`9999999999999999 ${ID}`)}`],
  [422, 'invalid_request', 'GET', `/users?after=${cursorOf(`0 ${ID}' OR 1=1`)}`],
  [422, 'invalid_request', 'GET', `/users?after=${cursorOf('{"$gt":""}')}`],
  [422, 'invalid_request', 'GET', `/users?after=${cursorOf(`0 ${ID}`)}==`],
  // Ids that never were.
  [404, 'not_found', 'GET', '/users/%27%20OR%201=1--'],
  [404, 'not_found', 'GET', '/users/[object%20Object]'],
  [404, 'not_found', 'DELETE', '/users/..%2f..%2f'],
  [404, 'not_found', 'DELETE', user],
  // Bodies.
  [400, 'malformed_json', 'POST', '/verify', '[]'],
  [400, 'malformed_json', 'POST', '/verify', '{"username":"a","username":"b","password":"c"}'],
  [413, 'content_too_large', 'POST', '/verify', `{"username":"ada","password":"${'x'.repeat(1_048_576)}"}`],
  [413, 'content_too_large', 'PATCH', user, ' '.repeat(1_048_576)],
  [422, 'invalid_request', 'PATCH', user, { username: null }],
  [422, 'invalid_request', 'PATCH', user, { disabled: 'false' }],
  [422, 'invalid_request', 'PATCH', user, { passwordHash: 'x' }],
  [422, 'invalid_request', 'PATCH', user, { $set: { disabled: true } }],
  [422, 'invalid_request', 'PUT', `${user}/password`, { password: { $gt: '' } }],
  [422, 'invalid_request', 'PUT', `${user}/password`, { password: 'x', currentPassword: [] }],
]

const pointersOf = async (response: Response) =>
  ((await response.json()) as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer)

async function demandRefused(directory: TestDirectory, [status, code, method, path, body]: Hostile): Promise<void> {
  const response = await directory.call(method, path, body)
  expect([response.status, await codeOf(response)], `${method} ${path.slice(0, 80)}`).toEqual([status, code])
  expect(response.headers.get('content-type')).toBe('application/problem+json')
}

describe.each(storeEngines)('a directory on $name', ({ create }) => {
  it('refuses injections, wrong types, forged cursors and bodies without end, each with a problem document', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const ada = await directory.addUser('Ada')
    for (const hostile of HOSTILE) await demandRefused(directory, hostile)
    const headers = { authorization: `Bearer ${directory.key}`, 'content-type': 'application/json' }
    const without = await fetch(`${directory.url}/verify`, { method: 'POST', headers, ...chunked() })
    expect([without.status, await codeOf(without)]).toEqual([411, 'length_required'])
    const type = await directory.call('PATCH', user, '{}', { 'content-type': 'application/json' })
    expect([type.status, await codeOf(type)]).toEqual([415, 'unsupported_media_type'])

    expect(await pointersOf(await directory.call('GET', '/users?limit=0&offset=5&after=x'))).toEqual([
      '#/limit',
      '#/after',
      '#/offset',
    ])
    expect(await pointersOf(await directory.call('POST', '/verify', { user: 'ada' }))).toEqual([
      '#/username',
      '#/password',
      '#/user',
    ])
    // What may be in a name or a password without being one of ours, and yet is no request that breaks a rule.
    for (const odd of ['\u0000', '\ud800', '{"$gt":""}', "' OR 1=1 --", '__proto__', '\u202e'.repeat(1_000)]) {
      const response = await directory.call('POST', '/verify', { username: odd, password: odd })
      expect([response.status, await response.json()]).toEqual([200, { verified: false }])
      expect((await directory.call('GET', `/users?username=${encodeURIComponent(odd.slice(1, 100))}`)).status).toBe(200)
    }
    const forged = await directory.call('GET', `/users?after=${cursorOf(`-9999999999 ${ID}`)}`)
    expect(((await forged.json()) as { users: object[] }).users).toHaveLength(1)
    expect(await directory.store.find(ada.userId)).toMatchObject(ada)
    expect(directory.service.output()).not.toContain('unhandled error')
  })
})

it('a directory keeps nothing of 2,500 hostile requests in its memory', async () => {
  await using at = await storeEngines[0]!.create()
  await using directory = await startTestDirectory(at, INSPECTED)
  const sendAll = async (times: number) => {
    for (let n = 0; n < times; n++)
      await Promise.all(
        HOSTILE.map(async ([status, , method, path, body]) => {
          const response = await directory.call(method, path, body)
          await response.arrayBuffer()
          expect(response.status).toBe(status)
        }),
      )
  }
  await sendAll(15)
  const before = await heapBytes(directory.service)
  await sendAll(60)
  expect((await heapBytes(directory.service)) - before).toBeLessThan(1_000_000) // 400 bytes of each would be as much
})
