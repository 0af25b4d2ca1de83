import { describe, expect, it } from 'vitest'
import { createRegistrar, RegistrarError } from '../../packages/client/src/create-registrar.ts'
import { cut, json, problem, type ScriptedServer, startScriptedServer } from '../support/http/scripted-server.ts'
import { unwatchedFetch } from '../support/http/watch-fetch.ts'

const JOB_ID = '0b0e9a52-6d3f-4c7e-9a51-3f0f6a2a8e11'
const OTHER_ID = '7f2d4f5e-1c70-4b7d-8f0e-5b9d0a3c2e22'
const SIGN_UP = { username: 'ada', password: 'correct horse battery staple' }

const acceptedAs = (jobId: string, headers = {}) =>
  json(202, { jobId, status: 'queued', links: linksOf(jobId) }, headers)
const linksOf = (jobId: string) => ({ self: `/register/${jobId}`, events: `/register/${jobId}/events` })
const accepted = acceptedAs(JOB_ID)

const clientOf = ({ url }: ScriptedServer, options = {}) => createRegistrar({ url, fetch: unwatchedFetch, ...options })

describe('register', () => {
  it.each([
    ['a connection that is cut', cut],
    ['429', problem(429, 'too_many_requests')],
    ['500', problem(500, 'internal_error')],
    ['503', problem(503, 'queue_unavailable')],
    ['502 from a proxy', json(502, {})],
    ['a page where JSON should be', json(202, [])],
    ['a job id with a changed digit', json(202, { jobId: OTHER_ID, status: 'queued', links: linksOf(JOB_ID) })],
    ['a problem document that is damaged', problem(422, 'invalid_registration', {}, { status: 200 })],
  ])('tries again after %s, with the key and the body of the first try', async (_what, failure) => {
    await using server = await startScriptedServer(failure, failure, accepted)
    const registration = await clientOf(server).register(SIGN_UP)

    expect(registration.jobId).toBe(JOB_ID)
    expect(server.requests).toHaveLength(3)
    const [first, ...others] = server.requests
    expect(first).toMatchObject({ method: 'POST', path: '/register', body: JSON.stringify(SIGN_UP) })
    expect(first!.headers['idempotency-key']).toMatch(/^"[\da-f]{32}"$/)
    for (const { headers, body } of others) {
      expect(body).toBe(first!.body)
      expect(headers['idempotency-key']).toBe(first!.headers['idempotency-key'])
    }
  })

  it('has a new key for each call, and takes one that is given', async () => {
    await using server = await startScriptedServer(accepted)
    const registrar = clientOf(server)
    await registrar.register(SIGN_UP)
    await registrar.register(SIGN_UP)
    await registrar.register(SIGN_UP, { idempotencyKey: 'order "7"' })
    const [first, second, third] = server.requests.map(({ headers }) => headers['idempotency-key'])
    expect(first).not.toBe(second)
    expect(third).toBe('"order \\"7\\""')
  })

  it.each([400, 403, 404, 409, 413, 422])('takes %i as final, with all that the answer says', async (status) => {
    const errors = [{ pointer: '#/username', code: 'too_short', detail: 'Use at least 3 characters.' }]
    await using server = await startScriptedServer(problem(status, 'invalid_registration', {}, { errors }))
    const error = await clientOf(server)
      .register(SIGN_UP)
      .catch((refusal: unknown) => refusal)
    expect(error).toBeInstanceOf(RegistrarError)
    expect(error).toMatchObject({ status, code: 'invalid_registration', errors, message: 'Title: detail' })
    expect(server.requests).toHaveLength(1)
  })

  it('does not carry a password to where a redirect points', async () => {
    await using elsewhere = await startScriptedServer(accepted)
    await using server = await startScriptedServer(json(307, {}, { location: `${elsewhere.url}/register` }))
    await expect(clientOf(server).register(SIGN_UP)).rejects.toMatchObject({ status: 307, code: 'unexpected_answer' })
    expect(elsewhere.requests).toEqual([])
  })

  it('waits as long as Retry-After says', async () => {
    await using server = await startScriptedServer(problem(503, 'overloaded', { 'retry-after': '1' }), accepted)
    const begun = performance.now()
    await clientOf(server).register(SIGN_UP)
    expect(performance.now() - begun).toBeGreaterThanOrEqual(999)
  })

  it('rejects at once when Retry-After is beyond the time it has, and says for how long', async () => {
    await using server = await startScriptedServer(problem(503, 'overloaded', { 'retry-after': '600' }))
    const registering = clientOf(server).register(SIGN_UP)
    await expect(registering).rejects.toMatchObject({ status: 503, code: 'overloaded', retryAfterSeconds: 600 })
    expect(server.requests).toHaveLength(1)
  })

  it('rejects with the refusal when the caller runs out of time in a pause', async () => {
    await using server = await startScriptedServer(problem(429, 'too_many_requests', { 'retry-after': '30' }))
    const registering = clientOf(server).register(SIGN_UP, { signal: AbortSignal.timeout(200) })
    await expect(registering).rejects.toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 30 })
  })

  it.each([
    ['an answer', () => {}],
    ['the next try', problem(429, 'too_many_requests', { 'retry-after': '30' })],
  ])('stops waiting for %s when the caller aborts', async (_what, answer) => {
    const caller = new AbortController()
    const reason = new Error('nobody waits any longer')
    await using server = await startScriptedServer((response, request) => {
      answer(response, request)
      setImmediate(() => caller.abort(reason))
    })
    await expect(clientOf(server).register(SIGN_UP, { signal: caller.signal })).rejects.toBe(reason)
  })

  it('gives up after the retries it has, and says why', async () => {
    await using server = await startScriptedServer(cut)
    const registering = clientOf(server, { retries: 2 }).register(SIGN_UP)
    await expect(registering).rejects.toMatchObject({ status: 0, code: 'no_answer', cause: expect.any(TypeError) })
    expect(server.requests).toHaveLength(3)
  })

  it('does not take the answer to another request for its own', async () => {
    const others = { 'x-request-id': 'the-id-of-another-request' }
    await using server = await startScriptedServer(acceptedAs(OTHER_ID, others), accepted)
    expect((await clientOf(server).register(SIGN_UP)).jobId).toBe(JOB_ID)
  })

  it('learns that a proxy writes request ids of its own, and then asks once', async () => {
    let count = 0
    await using server = await startScriptedServer((response, request) =>
      acceptedAs(JOB_ID, { 'x-request-id': `of-the-proxy-${count++}` })(response, request),
    )
    const registrar = clientOf(server)
    for (let n = 0; n < 3; n++) expect((await registrar.register(SIGN_UP)).jobId).toBe(JOB_ID)
    expect(server.requests).toHaveLength(4)
  })

  it('takes an answer that comes too late for its own, where each comes one request too late', async () => {
    const late = [{ id: 'of-nobody', jobId: OTHER_ID }]
    await using server = await startScriptedServer((response, request) => {
      const jobId = JSON.parse(request.body).username === 'ada' ? JOB_ID : OTHER_ID
      late.push({ id: `${request.headers['x-request-id']}`, jobId })
      const answer = late.shift()!
      acceptedAs(answer.jobId, { 'x-request-id': answer.id })(response, request)
    })
    const registrar = clientOf(server)
    for (const [username, jobId] of [
      ['ada', JOB_ID],
      ['eve', OTHER_ID],
      ['ada', JOB_ID],
    ] as const)
      expect((await registrar.register({ ...SIGN_UP, username })).jobId).toBe(jobId)
    expect(server.requests).toHaveLength(6)
  })

  it('does not believe a foreign answer because it comes twice, once it has had one of its own', async () => {
    const foreign = acceptedAs(OTHER_ID, { 'x-request-id': 'the-id-of-another-request' })
    await using server = await startScriptedServer(accepted, foreign, foreign, foreign, accepted)
    const registrar = clientOf(server)
    for (let n = 0; n < 2; n++) expect((await registrar.register(SIGN_UP)).jobId).toBe(JOB_ID)
    expect(server.requests).toHaveLength(5)
  })

  it('does not believe an answer whose request id was lost, once it has had one of its own; a proxy may answer without', async () => {
    const foreign = acceptedAs(OTHER_ID, { 'x-request-id': '' })
    const tooLarge = json(413, {}, { 'x-request-id': '' })
    await using server = await startScriptedServer(accepted, foreign, accepted, tooLarge)
    const registrar = clientOf(server)
    for (let n = 0; n < 2; n++) expect((await registrar.register(SIGN_UP)).jobId).toBe(JOB_ID)
    await expect(registrar.register(SIGN_UP)).rejects.toMatchObject({ status: 413 })
    expect(server.requests).toHaveLength(4)
  })

  it('notices a proxy that begins to write request ids of its own', async () => {
    const renamed = acceptedAs(JOB_ID, { 'x-request-id': 'of-the-proxy' })
    await using server = await startScriptedServer(accepted, renamed)
    const registrar = clientOf(server, { retries: 0 })
    await registrar.register(SIGN_UP)
    for (let n = 0; n < 20; n++) await expect(registrar.register(SIGN_UP)).rejects.toMatchObject({ code: 'no_answer' })
    for (let n = 0; n < 2; n++) expect((await registrar.register(SIGN_UP)).jobId).toBe(JOB_ID)
  })

  it('keeps the path under which the gateway is reached', async () => {
    await using server = await startScriptedServer(accepted)
    await createRegistrar({ url: `${server.url}/accounts/`, fetch: unwatchedFetch }).register(SIGN_UP)
    expect(server.requests[0]!.path).toBe('/accounts/register')
  })

  it('refuses a URL that is none before anything is sent', () => {
    expect(() => createRegistrar({ url: 'accounts.example' })).toThrow(TypeError)
  })
})
