import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { jobIdOf, outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { startGateway } from '../support/processes/service-process.ts'
import { sharedRegistrar } from '../support/processes/shared-registrar.ts'

const registrar = sharedRegistrar({ variables: { LOG_LEVEL: 'debug' } })
const body = () => ({ username: freshName(), password: PASSWORD })

describe('every answer', () => {
  it.each(['/livez', '/readyz', '/register', '/nothing', '/register/00000000-0000-4000-8000-000000000000'])(
    'has the security headers and no banner: GET %s',
    async (path) => {
      const { headers } = await fetch(registrar.url + path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('content-security-policy')).not.toContain('unsafe')
      expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null])
    },
  )

  it('about a registration is, as a page, under the policy of the pages', async () => {
    const { url } = registrar.gateway
    const jobId = await jobIdOf(await register(url, body()))
    const { headers } = await fetch(`${url}/register/${jobId}`, { headers: { accept: 'text/html' } })
    expect(headers.get('content-type')).toMatch(/^text\/html/)
    expect(headers.get('content-security-policy')).toContain("style-src 'self'")
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('about a registration is never cached', async () => {
    const accepted = await register(registrar.url, body())
    const jobId = await jobIdOf(accepted)
    const status = await fetch(`${registrar.url}/register/${jobId}`)
    for (const answer of [accepted, status]) expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})

describe('the request id', () => {
  it('is taken over when it is well-formed, and found in the answer and in the log lines of the worker', async () => {
    const id = `trace.${freshName()}`
    const accepted = await register(registrar.url, body(), { 'x-request-id': id })
    expect(accepted.headers.get('x-request-id')).toBe(id)
    const jobId = await jobIdOf(accepted)
    await outcomeOf(registrar.url, jobId)
    const line = await eventually('the worker logs it', () =>
      registrar.workers[0]!.output()
        .split('\n')
        .find((line) => line.includes(jobId)),
    )
    expect(JSON.parse(line)).toMatchObject({ jobId, requestId: id })
  })

  it.each(['short', 'with space', 'x'.repeat(65), 'new\tline', '{"level":60}'])('%j is replaced', async (given) => {
    const { headers } = await fetch(`${registrar.url}/livez`, { headers: { 'x-request-id': given } })
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('is the instance of a problem document', async () => {
    const refused = await register(registrar.url, {})
    expect(await refused.json()).toMatchObject({ instance: refused.headers.get('x-request-id') })
  })
})

describe('a page of another origin', () => {
  const origin = 'https://app.example'

  it('cannot read anything when none is named', async () => {
    const answer = await register(registrar.url, body(), { origin })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('can call and read what it needs when exactly its origin is named, and no other can', async () => {
    await using gateway = await startGateway({ ...registrar.variables, CORS_ORIGINS: `${origin}, https://b.example` })
    const asked = await fetch(`${gateway.url}/register`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    })
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-origin')).toBe(origin)
    expect(asked.headers.get('access-control-allow-headers')).toMatch(/content-type/)
    const answer = await register(gateway.url, body(), { origin })
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(answer.headers.get('access-control-expose-headers')).toMatch(/location.*retry-after/i)
    for (const other of ['https://app.example.evil', 'http://app.example', 'null'])
      expect(
        (await register(gateway.url, body(), { origin: other })).headers.get('access-control-allow-origin'),
      ).toBeNull()
  })
})
