import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DIRECTORY_REFUSALS, USERS, VERIFICATIONS } from '../../tools/openapi/directory/examples.ts'
import { GATEWAY_PROBLEMS, REGISTRATIONS } from '../../tools/openapi/gateway/examples.ts'
import { accepted, outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { callWith, startTestDirectory } from '../support/processes/directory.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const [{ create }] = storeEngines as [(typeof storeEngines)[0]]
type Problem = { code: string; instance: string }

/** Everything of a problem document but the id of its request. */
const saidIn = async (response: Response) => ({ ...((await response.json()) as Problem), instance: '' })

async function demandServed(url: string, file: string): Promise<void> {
  const response = await fetch(`${url}/openapi.json`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
  expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/)
  expect(await response.json()).toEqual(JSON.parse(readFileSync(file, 'utf8')))
  const etag = response.headers.get('etag')!
  expect(etag).toMatch(/^"[\w-]+"$/)

  const ask = (headers: Record<string, string>, method = 'GET') => fetch(`${url}/openapi.json`, { method, headers })
  for (const known of [etag, `W/${etag}`, `"another", ${etag}`, '*']) {
    const again = await ask({ 'if-none-match': known })
    expect([again.status, again.headers.get('etag'), await again.text()], known).toEqual([304, etag, ''])
  }
  expect((await ask({ 'if-none-match': '"another"' })).status).toBe(200)
  const head = await ask({}, 'HEAD')
  expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, etag, ''])
  const post = await ask({}, 'POST')
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
}

describe('the OpenAPI document', () => {
  it('of the gateway is served with an ETag, and its examples are what the gateway answers', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store })
    const { url } = registrar.gateway
    await demandServed(url, 'apps/gateway/openapi.json')

    const outcome = await outcomeOf(url, await accepted(url, 'ada'))
    expect(Object.keys(outcome).sort()).toEqual(Object.keys(REGISTRATIONS.completed).sort())
    const taken = await outcomeOf(url, await accepted(url, 'Ada'))
    expect(Object.keys(taken).sort()).toEqual(Object.keys(REGISTRATIONS.rejected).sort())

    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(`${url}/register`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
    const chunked = { body: new Blob(['{}']).stream(), duplex: 'half' } as RequestInit
    const key = { 'idempotency-key': '"a-key"' }
    await register(url, { username: 'eve', password: PASSWORD }, key)
    const answers = [
      await post('{'),
      await fetch(`${url}/register/2b0c3f0e-6b1d-4c43-9d0a-2f6f5c3f7f52`),
      await fetch(`${url}/register`, { method: 'DELETE' }),
      await fetch(`${url}/register`, { method: 'POST', headers: { 'content-type': 'application/json' }, ...chunked }),
      await post('x'.repeat(20_000)),
      await post('{}', { 'content-type': 'text/plain' }),
      await post('{}', { 'idempotency-key': 'bare' }),
      await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
      await post('{"username":"a","password":"b"}'),
      await register(url, { username: 'bob', password: PASSWORD }, key),
    ]
    for (const answer of answers) {
      const problem = await saidIn(answer)
      expect(problem).toEqual({ ...GATEWAY_PROBLEMS[problem.code as keyof typeof GATEWAY_PROBLEMS], instance: '' })
    }
  })

  it('of the directory is served without a key, and its examples are what the directory answers', async () => {
    await using at = await create()
    await using directory = await startTestDirectory(at)
    const { url, call } = directory
    await demandServed(url, 'apps/directory/openapi.json')

    const { userId } = await directory.addUser('Ada')
    await directory.addUser('Bob')
    const verify = (username: string, password = PASSWORD) => call('POST', '/verify', { username, password })
    expect(await (await verify('ada')).json()).toEqual({ ...VERIFICATIONS.verified, userId })
    expect(await (await verify('nobody')).json()).toEqual(VERIFICATIONS.notVerified)
    const page = (await (await call('GET', '/users?limit=1')).json()) as object
    expect(Object.keys(page)).toEqual(Object.keys(USERS.page))
    expect(await (await call('GET', '/users?username=nobody')).json()).toEqual(USERS.nobody)

    const user = `/users/${userId}`
    const chunked = { body: new Blob(['{}']).stream(), duplex: 'half' } as RequestInit
    const headers = { authorization: `Bearer ${directory.key}`, 'content-type': 'application/json' }
    const answers = [
      await call('POST', '/verify', '{'),
      await call('GET', '/users/2b0c3f0e-6b1d-4c43-9d0a-2f6f5c3f7f52'),
      await call('POST', user),
      await fetch(`${url}/verify`, { method: 'POST', headers, ...chunked }),
      await call('POST', '/verify', 'x'.repeat(20_000)),
      await call('POST', '/verify', '{}', { 'content-type': 'text/plain' }),
      await callWith(url, 'rk_wrong', 'GET', '/users'),
      await call('PATCH', user, { username: 'bob' }),
      await call('PATCH', user, { disabled: true }, { 'if-match': '"7"' }),
      await call('PATCH', user, { username: 'a' }),
    ]
    for (let n = 0; n < 5; n++) await verify('guessed', 'wrong')
    answers.push(await verify('guessed', 'wrong'))
    await call('PATCH', user, { disabled: true })
    answers.push(await verify('ada'))
    await directory.redis.kill()
    answers.push(await verify('ada'))
    for (const answer of answers) {
      const problem = await saidIn(answer)
      expect(problem).toEqual({ ...DIRECTORY_REFUSALS[problem.code as keyof typeof DIRECTORY_REFUSALS], instance: '' })
    }
    expect(new Set(answers.map(({ status }) => status)).size).toBeGreaterThan(9)
  })
})
