import { pino } from 'pino'
import { expect, it } from 'vitest'
import { createGateway } from '../../apps/gateway/src/gateway.ts'
import type { Page } from '../../apps/gateway/src/page/page.ts'

it('a bug is answered 500 internal_error and says nothing about the inside, in the answer or in the log', async () => {
  const lines: string[] = []
  const gateway = createGateway({
    readRegistration: () => Promise.reject(new Error('secret-of-the-inside')),
    changes: { watch: () => expect.unreachable(), watching: 0 },
    leaving: new AbortController().signal,
    isReady: async () => true,
    validateRegistration: () => expect.unreachable(),
    accept: () => expect.unreachable(),
    page: { dress: (_c, next) => next() } as Page, // nothing here asks for HTML
    log: pino({}, { write: (line: string) => void lines.push(line) }),
  })
  const response = await gateway.request('/register/00000000-0000-4000-8000-000000000000')
  const problem = await response.json()
  expect(response.status).toBe(500)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(problem).toMatchObject({ status: 500, code: 'internal_error' })
  expect(lines).toHaveLength(1)
  expect(lines.join() + JSON.stringify(problem)).not.toContain('secret-of-the-inside')
})
