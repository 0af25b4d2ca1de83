import { verify } from 'argon2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, outcomeOf, PASSWORD } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import { postForm, takeForm } from '../support/form.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar, type TestRegistrar } from '../support/registrar.ts'
import { startWorker } from '../support/service-process.ts'
import { storeEngines, type TestStore } from '../support/store-engines.ts'

const UNKNOWN = '00000000-0000-4000-8000-000000000000'

let store: TestStore
let registrar: TestRegistrar
let url: string
beforeAll(async () => {
  store = await storeEngines[0]!.create()
  registrar = await startRegistrar({ store, workers: 0 })
  url = registrar.gateway.url
})
afterAll(async () => {
  await registrar[Symbol.asyncDispose]()
  await store[Symbol.asyncDispose]()
})

const get = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers })
const typeOf = (response: Response) => response.headers.get('content-type')?.split(';')[0]

/** The answer to a form that is good but for `fields`, which may also be given as it is encoded. */
async function sendForm(fields: Record<string, string> | string, headers: Record<string, string> = {}) {
  const { cookie, token } = await takeForm(url)
  const given = typeof fields === 'string' ? `token=${token}&${fields}` : { token, ...fields }
  return postForm(url, given, { cookie, ...headers })
}

describe('one address, two faces', () => {
  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['application/json, text/html;q=0.9', 'application/json'],
    ['text/html;q=0.1, application/json;q=0.2', 'application/json'],
    ['*/*', 'application/json'],
    ['', 'application/json'],
  ])('a registration for Accept: %s', async (accept, type) => {
    const jobId = await accepted(url, freshName())
    const answer = await get(`/register/${jobId}`, { accept })
    expect([answer.status, typeOf(answer)]).toEqual([200, type])
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('retry-after')).toBe('1')
    const unknown = await get(`/register/${UNKNOWN}`, { accept })
    const refusal = type === 'text/html' ? type : 'application/problem+json'
    expect([unknown.status, typeOf(unknown)]).toEqual([404, refusal])
  })

  it('bad input of a form is answered with the page, unless JSON is asked for', async () => {
    for (const [accept, type] of [
      ['text/html', 'text/html'],
      ['*/*', 'text/html'],
      ['application/json', 'application/problem+json'],
    ] as const) {
      const answer = await sendForm({ username: 'x', password: 'y' }, { accept })
      expect([answer.status, typeOf(answer)]).toEqual([422, type])
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
  })

  it('HEAD works on every page and file', async () => {
    const jobId = await accepted(url, freshName())
    const page = await (await get('/register')).text()
    const style = /href="([^"]+\.css)"/.exec(page)![1]!
    for (const path of ['/register', `/register/${jobId}`, style]) {
      const answer = await fetch(url + path, { method: 'HEAD', headers: { accept: 'text/html' } })
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, ''])
    }
  })
})

describe('what comes with every page', () => {
  it.each([
    ['the form', '/register'],
    ['an unknown registration', `/register/${UNKNOWN}`],
  ])('a strict policy, no referrer, no frame: %s', async (_what, path) => {
    const { headers } = await get(path, { accept: 'text/html' })
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-request-id')).toEqual(expect.any(String))
    expect(headers.get('content-language')).toBe('en')
  })

  it('nothing in it is what somebody sent, but as text', async () => {
    const answer = await sendForm({ username: `"><script>alert(1)</script>'`, password: '<b>hello</b>' })
    const page = await answer.text()
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;"')
    expect(page).not.toContain('hello')
  })
})

describe('a form is as strict as JSON', () => {
  const good = { username: 'ada', password: PASSWORD }

  it.each([
    ['a field given twice', 'username=ada&username=bob&password=x', 'username'],
    ['a name that is not UTF-8', `username=ad%FFa&password=${encodeURIComponent(PASSWORD)}`, 'username'],
    [
      'a password that is not UTF-8',
      'username=ada&password=%C3%28%C3%28%C3%28%C3%28%C3%28%C3%28%C3%28%C3%28',
      'password',
    ],
  ])('%s', async (_what, body, field) => {
    const answer = await sendForm(body, { accept: 'application/json' })
    expect(answer.status).toBe(422)
    const { errors } = (await answer.json()) as { errors: { pointer: string; code: string }[] }
    expect(errors).toContainEqual(expect.objectContaining({ pointer: `#/${field}`, code: 'wrong_type' }))
  })

  it('a field that does not belong to it, __proto__ too', async () => {
    for (const name of ['admin', '__proto__']) {
      const answer = await sendForm(`username=ada&password=x&${name}=1`, { accept: 'application/json' })
      const { errors } = (await answer.json()) as { errors: { pointer: string; code: string }[] }
      expect(errors).toContainEqual(expect.objectContaining({ pointer: `#/${name}`, code: 'unknown_field' }))
    }
  })

  it('every character arrives as it was typed', async () => {
    await using _worker = await startWorker(registrar.variables)
    const [username, password] = [freshName(), 'ß + ü & = % 🎈 %41 "quotes"']
    const answer = await sendForm({ username, password })
    const jobId = answer.headers.get('location')!.split('/').at(-1)!
    expect(await outcomeOf(url, jobId)).toMatchObject({ status: 'completed' })
    const row = (await store.rows()).find((user) => user.username === username)!
    expect(await verify(row.passwordHash, password)).toBe(true)
  })

  it('a space around the name, as phone keyboards put it there, is not part of it', async () => {
    await using _worker = await startWorker(registrar.variables)
    const username = freshName()
    const answer = await sendForm({ username: ` ${username} \u3000`, password: PASSWORD })
    expect(answer.status).toBe(303)
    const jobId = answer.headers.get('location')!.split('/').at(-1)!
    expect(await outcomeOf(url, jobId)).toMatchObject({ status: 'completed' })
    expect((await store.rows()).map((user) => user.username)).toContain(username)
  })

  it('a name of nothing but spaces is missing', async () => {
    const answer = await sendForm({ username: '  ', password: PASSWORD }, { accept: 'application/json' })
    const { errors } = (await answer.json()) as { errors: { pointer: string; code: string }[] }
    expect(errors).toMatchObject([{ pointer: '#/username', code: 'required' }])
  })

  it('an outage in the middle gives the form again with the name that was typed', async () => {
    const { cookie, token } = await takeForm(url)
    registrar.redis.signal('SIGSTOP')
    try {
      const answer = await postForm(url, { username: 'ada', password: PASSWORD, token }, { cookie })
      expect(answer.status).toBe(503)
      expect(await answer.text()).toMatch(/class="notice"(?:.|\n)*value="ada"/)
    } finally {
      registrar.redis.signal('SIGCONT')
    }
    await eventually('accepting again', async () => (await sendForm({ ...good, username: freshName() })).status === 303)
  })

  it.each([
    ['application/x-www-form-urlencoded; charset=utf8', 303],
    ['application/x-www-form-urlencoded; charset=iso-8859-1', 415],
    ['application/x-www-form-urlencoded; charset=UTF-8', 303],
    ['Application/X-WWW-Form-URLencoded', 303],
    ['multipart/form-data; boundary=x', 415],
  ])('%s: %i', async (type, status) => {
    const answer = await sendForm({ ...good, username: freshName() }, { 'content-type': type })
    expect(answer.status).toBe(status)
  })

  it('more than 16 KiB is too much', async () => {
    const answer = await sendForm({ ...good, password: 'x'.repeat(17_000) }, { accept: 'application/json' })
    expect(answer.status).toBe(413)
  })
})

describe('the files of the page', () => {
  const addresses = async () => [...(await (await get('/register')).text()).matchAll(/"(\/register\/assets\/[^"]+)"/g)]

  it('have names that change with their content, may be kept for ever, and come compressed', async () => {
    for (const [, path] of await addresses()) {
      const answer = await get(path!, { 'accept-encoding': 'gzip, deflate, br' })
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(answer.headers.get('content-encoding')).toBe('br')
      expect(answer.headers.get('vary')).toBe('Accept-Encoding')
      const plain = await get(path!, { 'accept-encoding': 'identity' })
      expect(plain.headers.get('content-encoding')).toBeNull()
      expect(await answer.text()).toBe(await plain.text()) // fetch has undone the compression
    }
  })

  it('import one another by the addresses that the page has loaded already', async () => {
    const loaded = (await addresses()).map(([, path]) => path!)
    const scripts = loaded.filter((path) => path.endsWith('.js'))
    const imports = await Promise.all(
      scripts.map(async (path) => [...(await (await get(path)).text()).matchAll(/ from '\.\/([^']+)'/g)]),
    )
    expect(imports.flat()).toHaveLength(2)
    for (const [, file] of imports.flat()) expect(loaded).toContain(`/register/assets/${file}`)
  })

  it('of another release are served as they are now, and not kept', async () => {
    const answer = await get('/register/assets/page-OtherHash1.css')
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
    for (const file of ['nothing.css', 'page.ts', '..%2Fpage.ts', 'page-x.map'])
      expect((await get(`/register/assets/${file}`)).status).toBe(404)
  })
})
