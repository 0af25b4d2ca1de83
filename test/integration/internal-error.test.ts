import { serveApp } from '@registrar/shared/http/serve-app'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { linksOf } from '../../apps/gateway/src/http/paths.ts'
import { queueUnavailable } from '../../apps/gateway/src/http/queue-unavailable.ts'
import type { ReadRegistration } from '../../apps/gateway/src/status/read-registration.ts'
import { openEvents } from '../support/http/event-streams.ts'
import { ANY_PORT, testGateway } from '../support/http/test-gateway.ts'

const JOB_ID = '00000000-0000-4000-8000-000000000000'
const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
const SECRET = 'secret-of-the-inside'

const bug = () => new TypeError(`${SECRET}\n    at ${SECRET} (/a/file.ts:1:2)\n${SECRET}`)

/** A gateway that reads registrations by `readRegistration`, and the lines that it logs. */
async function gatewayWith(readRegistration: ReadRegistration) {
  const lines: string[] = []
  const gateway = await testGateway({
    readRegistration,
    changes: { watch: () => ({ changed: async () => {}, [Symbol.dispose]() {} }), watching: 0 },
    log: pino({}, { write: (line: string) => void lines.push(line) }),
  })
  return { gateway, lines }
}

/** That one error was logged by its kind and its place, with the request that met it. */
function expectReport(lines: string[], trail: { requestId: string | null; traceparent?: string }) {
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 50, fault: 'TypeError', ...trail })
  expect(lines[0]).toContain('internal-error.test.ts')
  expect(lines[0]).not.toContain(SECRET)
}

it('an unhandled error is answered 500 internal_error; neither the answer nor the log has a line of its message', async () => {
  const { gateway, lines } = await gatewayWith(() => Promise.reject(bug()))
  const response = await gateway.request(`/register/${JOB_ID}`, { headers: { traceparent: TRACEPARENT } })
  const text = await response.text()
  expect(response.status).toBe(500)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(JSON.parse(text)).toMatchObject({ status: 500, code: 'internal_error' })
  expect(text).not.toContain(SECRET)
  expectReport(lines, { requestId: response.headers.get('x-request-id'), traceparent: TRACEPARENT })
})

it('an unhandled error in a sign-up is logged, too, when the request cannot be counted because Redis is unavailable', async () => {
  const lines: string[] = []
  const gateway = await testGateway({
    limitRate: () => ({ count: () => Promise.reject(queueUnavailable()), countWith: (_, add) => add() }),
    validateRegistration: () => Promise.reject(bug()),
    log: pino({}, { write: (line: string) => void lines.push(line) }),
  })
  const headers = { 'content-type': 'application/json', 'content-length': '2' }
  const response = await gateway.request('/register', { method: 'POST', headers, body: '{}' })
  expect(response.status).toBe(500)
  expectReport(lines, { requestId: response.headers.get('x-request-id') })
})

it('an unhandled error in an event stream ends the stream, and is logged without any line of its message', async () => {
  let reads = 0
  const { gateway, lines } = await gatewayWith(async (jobId) => {
    if (reads++ > 0) throw bug()
    return { jobId, status: 'queued', createdAt: new Date().toISOString(), links: linksOf(jobId) }
  })
  await using server = await serveApp(gateway, ANY_PORT)
  const stream = await openEvents(server.url, JOB_ID)
  await stream.ended
  expect(stream.events.map(({ id }) => id)).toEqual(['queued'])
  expectReport(lines, { requestId: stream.response.headers['x-request-id'] as string })
})
