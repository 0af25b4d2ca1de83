import type { HttpEnv } from '@registrar/shared/http/http-env'
import type { Hono } from 'hono'
import { expect, it } from 'vitest'
import { PASSWORD } from '../support/http/client.ts'
import { testGateway } from '../support/http/test-gateway.ts'
import { freshName } from '../support/names.ts'

const JOB_ID = '00000000-0000-4000-8000-000000000000'

/** A gateway that accepts every form, from clients that came by https or not. */
const gatewayOn = (isHttps: boolean) =>
  testGateway({
    validateRegistration: async (body) => body as never,
    accept: async () => JOB_ID,
    settings: { title: 'Test', logoUrl: 'https://cdn.example:8443/logo.svg?v=1' },
    clientOf: () => ({ address: '203.0.113.9', isHttps }),
  })

const WEB_FORM = { 'content-type': 'application/x-www-form-urlencoded' }

async function send(gateway: Hono<HttpEnv>, token: string, cookie: string) {
  const body = new URLSearchParams({ username: freshName(), password: PASSWORD, token }).toString()
  const headers = { ...WEB_FORM, cookie, 'content-length': `${body.length}` }
  return gateway.request('/register', { method: 'POST', headers, body })
}

it('on https every cookie has the __Host- prefix and is Secure, and one without the prefix does not count', async () => {
  const gateway = await gatewayOn(true)
  const page = await gateway.request('/register')
  const [cookie] = page.headers.getSetCookie()
  expect(cookie).toMatch(/^__Host-registrar-session-[0-9a-f]{8}=[\w-]{22}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  const token = /name="token" value="([^"]+)"/.exec(await page.text())![1]!

  const accepted = await send(gateway, token, cookie!.split(';')[0]!)
  expect(accepted.status).toBe(303)
  expect(accepted.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^__Host-registrar-name=.*; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
  ])
  expect((await send(gateway, token, cookie!.split(';')[0]!.replace('__Host-', ''))).status).toBe(403)
})

it('a company’s logo is allowed from exactly its origin, and nothing else from elsewhere', async () => {
  const page = await (await gatewayOn(true)).request('/register')
  expect(page.headers.get('content-security-policy')).toBe(
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; " +
      "img-src 'self' https://cdn.example:8443; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
})
