import { describe, expect, it } from 'vitest'
import { PASSWORD, register } from '../support/http/client.ts'
import { postForm, takeForm } from '../support/http/form.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { startGateway } from '../support/processes/service-process.ts'
import { queued } from '../support/redis/queued.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

const { create } = storeEngines[0]!

const from = (address: string) => ({ 'x-forwarded-for': address })
const signUp = (url: string, headers: Record<string, string> = {}) =>
  register(url, { username: freshName(), password: PASSWORD }, headers)

describe('the rate limit', () => {
  it('counts a client across all gateways, reports what it has left, and refuses the request over the limit', async () => {
    await using store = await create()
    const variables = { RATE_LIMIT_PER_MINUTE: '6', TRUSTED_PROXIES: '127.0.0.0/8' }
    await using registrar = await startRegistrar({ store, workers: 0, variables })
    await using second = await startGateway(registrar.variables)
    const urls = [registrar.gateway.url, second.url]
    for (let n = 0; n < 6; n++) {
      const answer = await signUp(urls[n % 2]!, from('203.0.113.9'))
      expect(answer.status).toBe(202)
      expect(answer.headers.get('ratelimit-policy')).toBe('"default";q=6;w=60')
      expect(answer.headers.get('ratelimit')).toMatch(new RegExp(`^"default";r=${5 - n};t=\\d+$`))
    }
    for (const url of urls) {
      const refused = await signUp(url, from('203.0.113.9'))
      expect(refused.status).toBe(429)
      expect(refused.headers.get('content-type')).toBe('application/problem+json')
      expect(await refused.json()).toMatchObject({ code: 'too_many_requests', status: 429 })
      const retryAfter = Number(refused.headers.get('retry-after'))
      expect(retryAfter).toBeGreaterThan(0)
      expect(retryAfter).toBeLessThanOrEqual(60)
    }
    expect((await signUp(urls[0]!, from('203.0.113.10'))).status).toBe(202)
    expect((await fetch(`${urls[0]}/livez`, { headers: from('203.0.113.9') })).status).toBe(200)
  })

  it('lets in exactly as many as it says, however many come at once through two gateways, and queues no other', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0, variables: { RATE_LIMIT_PER_MINUTE: '20' } })
    await using second = await startGateway(registrar.variables)
    const urls = [registrar.gateway.url, second.url]
    const statuses = await Promise.all(Array.from({ length: 200 }, async (_, n) => (await signUp(urls[n % 2]!)).status))
    expect(statuses.filter((status) => status === 202)).toHaveLength(20)
    expect(statuses.filter((status) => status === 429)).toHaveLength(180)
    expect(await queued(registrar.redis.url)).toBe(20)
  })

  it('counts requests that are refused for another reason, too', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0, variables: { RATE_LIMIT_PER_MINUTE: '3' } })
    const { url } = registrar.gateway
    const bad = async (body: object) => (await register(url, body as { username: string; password: string })).status
    expect([await bad({}), await bad({ username: 7 }), await bad({ username: freshName(), password: 'x' })]).toEqual([
      422, 422, 422,
    ])
    expect(await bad({})).toBe(429)
    expect((await signUp(url)).status).toBe(429)
  })

  it('gives a person without JavaScript the form again with the name that was typed, and counts it once', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0, variables: { RATE_LIMIT_PER_MINUTE: '1' } })
    const { url } = registrar.gateway
    const send = async () => {
      const { cookie, token } = await takeForm(url)
      return postForm(url, { username: 'ada', password: PASSWORD, token }, { cookie })
    }
    expect((await send()).status).toBe(303)
    const refused = await send()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)])
    expect(await refused.text()).toMatch(/class="notice"(?:.|\n)*value="ada"/)
  })

  it('counts a whole IPv6 /64 as one client', async () => {
    await using store = await create()
    const variables = { RATE_LIMIT_PER_MINUTE: '2', TRUSTED_PROXIES: '127.0.0.0/8' }
    await using registrar = await startRegistrar({ store, workers: 0, variables })
    const { url } = registrar.gateway
    expect((await signUp(url, from('2001:db8:1:2::1'))).status).toBe(202)
    expect((await signUp(url, from('2001:db8:1:2:ffff::2'))).status).toBe(202)
    expect((await signUp(url, from('2001:db8:1:2::3'))).status).toBe(429)
    expect((await signUp(url, from('2001:db8:1:3::1'))).status).toBe(202)
  })

  it('believes no X-Forwarded-For of a stranger', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0, variables: { RATE_LIMIT_PER_MINUTE: '2' } })
    const statuses = []
    for (let n = 0; n < 3; n++) statuses.push((await signUp(registrar.gateway.url, from(`203.0.113.${n}`))).status)
    expect(statuses).toEqual([202, 202, 429])
  })

  it('answers 503 queue_unavailable while Redis is unavailable', async () => {
    await using store = await create()
    await using registrar = await startRegistrar({ store, workers: 0, variables: { RATE_LIMIT_PER_MINUTE: '60' } })
    await registrar.redis.kill()
    const refused = await signUp(registrar.gateway.url)
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ code: 'queue_unavailable' })
  })
})
