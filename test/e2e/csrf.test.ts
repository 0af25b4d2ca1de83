import { gatewaySecretFileBelow, readGatewaySecret } from '@registrar/shared/keys/gateway-secret'
import { describe, expect, it } from 'vitest'
import { createCsrf } from '../../apps/gateway/src/page/csrf.ts'
import { PASSWORD } from '../support/http/client.ts'
import { type Form, postForm, takeForm } from '../support/http/form.ts'
import { freshName } from '../support/names.ts'
import { startGateway } from '../support/processes/service-process.ts'
import { sharedRegistrar } from '../support/processes/shared-registrar.ts'
import { queued } from '../support/redis/queued.ts'

const HOUR_MS = 3_600_000

const registrar = sharedRegistrar({ workers: 0 })

const waiting = () => queued(registrar.redis.url)
const secret = () => readGatewaySecret(gatewaySecretFileBelow(registrar.store.settings.DATA_DIR))
const sessionIn = ({ cookie }: Form) => cookie.split('=')[1]!

/** What becomes of a good form after `change`. */
async function answerTo(change: (form: Form) => { token?: string; headers?: Record<string, string | undefined> }) {
  const form = await takeForm(registrar.url)
  const { token = form.token, headers = {} } = change(form)
  return postForm(
    registrar.url,
    { username: freshName(), password: PASSWORD, token },
    { cookie: form.cookie, ...headers },
  )
}

describe('csrf_rejected, and nothing queued', () => {
  it.each<[string, Parameters<typeof answerTo>[0]]>([
    [
      'a post from another site',
      () => ({ headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } }),
    ],
    ['one that only names its origin', () => ({ headers: { origin: 'https://evil.example' } })],
    ['one from a sister site', () => ({ headers: { 'sec-fetch-site': 'same-site' } })],
    ['one that hides its origin and has no cookie', () => ({ headers: { origin: 'null', cookie: undefined } })],
    ['one that hides its origin and has no token', () => ({ token: '', headers: { origin: 'null' } })],
    [
      'one of another port of another site',
      () => ({ headers: { origin: `http://evil.example:${new URL(registrar.url).port}` } }),
    ],
    [
      'one that hides its origin, from another site',
      () => ({ headers: { origin: 'null', 'sec-fetch-site': 'cross-site' } }),
    ],
    ['one without a token', () => ({ token: '' })],
    ['one without the cookie', () => ({ headers: { cookie: undefined } })],
    ['one with a cookie of another form', () => ({ headers: { cookie: 'registrar-session-0=x' } })],
    ['a forged token', ({ token }) => ({ token: token.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')) })],
    ['a token with a later expiry', ({ token }) => ({ token: token.replace(/\.(\d)/, '.9$1') })],
    [
      'a token with another nonce',
      ({ token }) => ({ token: token.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) }),
    ],
    ['a token that is none', () => ({ token: 'a.b.c' })],
    [
      'a token that has expired',
      (form) => ({
        token: createCsrf({ secret: secret(), now: () => Date.now() - 4 * HOUR_MS }).issue(sessionIn(form)),
      }),
    ],
    [
      'a token under another secret',
      (form) => ({ token: createCsrf({ secret: Buffer.alloc(32, 7) }).issue(sessionIn(form)) }),
    ],
  ])('%s', async (_what, change) => {
    const before = await waiting()
    const page = await answerTo(change)
    expect(page.status).toBe(403)
    expect(page.headers.get('content-type')).toBe('text/html; charset=UTF-8')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(await page.text()).toMatch(/class="notice"[^>]*autofocus>This form has expired or came from another site/)
    expect(await waiting()).toBe(before)
  })

  it('the token of another session', async () => {
    const [mine, theirs] = [await takeForm(registrar.url), await takeForm(registrar.url)]
    const fields = { username: freshName(), password: PASSWORD, token: theirs.token }
    const before = await waiting()
    expect((await postForm(registrar.url, fields, { cookie: mine.cookie })).status).toBe(403)
    expect(await waiting()).toBe(before)
  })

  it('for a client that is no browser: problem+json', async () => {
    for (const accept of ['application/json', '*/*', 'application/problem+json, text/html;q=0.5']) {
      const answer = await answerTo(() => ({ token: '', headers: { accept } }))
      expect(answer.status).toBe(403)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(await answer.json()).toMatchObject({ code: 'csrf_rejected', status: 403, detail: expect.any(String) })
    }
  })

  it('the form comes again with the name and a token that works; from another site without the name', async () => {
    const { cookie } = await takeForm(registrar.url)
    const username = freshName()
    const again = await (await postForm(registrar.url, { username, password: PASSWORD, token: '' }, { cookie })).text()
    expect(again).toContain(`value="${username}"`)
    expect(again).not.toContain(PASSWORD)
    const token = /name="token" value="([^"]+)"/.exec(again)![1]!
    expect((await postForm(registrar.url, { username, password: PASSWORD, token }, { cookie })).status).toBe(303)

    const foreign = { cookie, 'sec-fetch-site': 'cross-site' }
    const shown = await (await postForm(registrar.url, { username, password: PASSWORD, token: '' }, foreign)).text()
    expect(shown).not.toContain(username)
  })
})

describe('a good token passes', () => {
  it.each([
    ['from a browser that says where it is', { 'sec-fetch-site': 'same-origin' }],
    ['with the origin that our no-referrer makes null', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
    ['by the person’s own hand', { 'sec-fetch-site': 'none' }],
    ['from a client that says nothing', {}],
  ])('%s', async (_how, headers) => {
    const answer = await answerTo(() => ({ headers }))
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toMatch(/^\/register\/[0-9a-f-]{36}$/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('with our own origin, as a browser sends it where it does not say more', async () => {
    const answer = await answerTo(() => ({ headers: { origin: registrar.url } }))
    expect(answer.status).toBe(303)
  })

  it('at every gateway with the same secret, for no gateway stores it', async () => {
    await using other = await startGateway(registrar.variables)
    const { cookie, token } = await takeForm(registrar.url)
    const answer = await postForm(other.url, { username: freshName(), password: PASSWORD, token }, { cookie })
    expect(answer.status).toBe(303)
  })

  it('a hundred times at once, at two gateways, as one registration; with other entries as none', async () => {
    await using other = await startGateway(registrar.variables)
    const { cookie, token } = await takeForm(registrar.url)
    const fields = { username: freshName(), password: PASSWORD, token }
    const before = await waiting()
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) => postForm(at % 2 ? registrar.url : other.url, fields, { cookie })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1)
    expect(await waiting()).toBe(before + 1)

    const changed = await postForm(registrar.url, { ...fields, username: freshName() }, { cookie })
    expect(changed.status).toBe(422)
    expect(await waiting()).toBe(before + 1)
  })
})

it('two tabs that were opened before the first cookie came both have a form that works', async () => {
  const tabs = await Promise.all([takeForm(registrar.url), takeForm(registrar.url), takeForm(registrar.url)])
  const cookie = Object.entries(Object.fromEntries(tabs.map((tab) => tab.cookie.split('=')))) // as a browser keeps them
    .map((pair) => pair.join('='))
    .join('; ')
  for (const { token } of tabs) {
    const answer = await postForm(registrar.url, { username: freshName(), password: PASSWORD, token }, { cookie })
    expect(answer.status).toBe(303)
  }
  expect((await fetch(`${registrar.url}/register`, { headers: { cookie } })).headers.getSetCookie()).toEqual([])
})

describe('the cookie', () => {
  it('is unreadable to scripts, not sent from other sites, made once, and different for each browser', async () => {
    const response = await fetch(`${registrar.url}/register`)
    const [cookie, ...others] = response.headers.getSetCookie()
    expect(others).toEqual([])
    expect(cookie).toMatch(/^registrar-session-[0-9a-f]{8}=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax$/)
    const again = await fetch(`${registrar.url}/register`, { headers: { cookie: cookie!.split(';')[0]! } })
    expect(again.headers.getSetCookie()).toEqual([])
    expect((await takeForm(registrar.url)).cookie).not.toBe(cookie!.split(';')[0])
  })
})
