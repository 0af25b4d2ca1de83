import { describe, expect, it } from 'vitest'
import { accepted } from '../support/http/client.ts'
import { sendForm } from '../support/http/form.ts'
import { freshName } from '../support/names.ts'
import { sharedRegistrar } from '../support/processes/shared-registrar.ts'

const UNKNOWN = '00000000-0000-4000-8000-000000000000'

const registrar = sharedRegistrar({ workers: 0 })

const get = (path: string, headers: Record<string, string> = {}) => fetch(registrar.url + path, { headers })
const typeOf = (response: Response) => response.headers.get('content-type')?.split(';')[0]

describe('one address, two faces', () => {
  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html'],
    ['application/json, text/html;q=0.9', 'application/json'],
    ['text/html;q=0.1, application/json;q=0.2', 'application/json'],
    ['*/*', 'application/json'],
    ['', 'application/json'],
  ])('a registration for Accept: %s', async (accept, type) => {
    const jobId = await accepted(registrar.url, freshName())
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
      const answer = await sendForm(registrar.url, { username: 'x', password: 'y' }, { accept })
      expect([answer.status, typeOf(answer)]).toEqual([422, type])
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
  })

  it('HEAD works on every page and file', async () => {
    const jobId = await accepted(registrar.url, freshName())
    const page = await (await get('/register')).text()
    const style = /href="([^"]+\.css)"/.exec(page)![1]!
    for (const path of ['/register', `/register/${jobId}`, style]) {
      const answer = await fetch(registrar.url + path, { method: 'HEAD', headers: { accept: 'text/html' } })
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
    const answer = await sendForm(registrar.url, { username: `"><script>alert(1)</script>'`, password: '<b>hello</b>' })
    const page = await answer.text()
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;"')
    expect(page).not.toContain('hello')
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
