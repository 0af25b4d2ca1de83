import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Answer, checkAnswer } from '../support/http/contract.ts'
import { demandContract } from '../support/http/contract-breaches.ts'

const jobId = randomUUID()
const links = { self: `/register/${jobId}`, events: `/register/${jobId}/events` }
const time = '2026-01-02T03:04:05.678Z'
const completed = { jobId, status: 'completed', userId: randomUUID(), createdAt: time, finishedAt: time, links }
const problem = {
  type: 'urn:registrar:problem:not_found',
  title: 'Not found',
  status: 404,
  detail: 'There is nothing at this path.',
  code: 'not_found',
  instance: 'a-request-id',
}

const HEADERS: Record<string, string> = { 'X-Request-Id': 'a-request-id', Location: links.self }

/** The answer to a GET, but to a POST where it is 202. */
const json = (
  status: number,
  body: object,
  headers: Record<string, string> = { ...HEADERS, 'content-type': typeOf(status) },
): Answer => ({
  method: status === 202 ? 'POST' : 'GET',
  status,
  header: (name) => headers[name] ?? null,
  text: JSON.stringify(body),
})
const typeOf = (status: number) => (status < 400 ? 'application/json' : 'application/problem+json')

const check = (path: string, answer: Answer) => () => {
  checkAnswer(path, answer)
  demandContract()
}

describe('an answer that keeps to the contract passes', () => {
  it.each<[string, string, Answer]>([
    ['a 202', '/register', json(202, { jobId, status: 'queued', links })],
    ['one that waits', links.self, json(200, { jobId, status: 'queued', createdAt: time, links })],
    ['a completed one', links.self, json(200, completed)],
    ['a problem', '/nothing', json(404, problem)],
    ['a page', '/register', json(200, {}, { ...HEADERS, 'content-type': 'text/html' })],
  ])('%s', (_what, path, answer) => {
    expect(check(path, answer)).not.toThrow()
  })
})

describe('an answer that does not keep to the contract fails the test that received it', () => {
  it.each<[string, string, Answer]>([
    ['a 202 with more in it', '/register', json(202, { jobId, status: 'queued', links, username: 'ada' })],
    ['a completed one without its user', links.self, json(200, { ...completed, userId: undefined })],
    ['a completed one without its end', links.self, json(200, { ...completed, finishedAt: undefined })],
    ['one that waits and has a user', links.self, json(200, { ...completed, status: 'queued' })],
    ['a time without milliseconds', links.self, json(200, { ...completed, createdAt: '2026-01-02T03:04:05Z' })],
    ['a problem with a code that is none', '/nothing', json(404, { ...problem, code: 'gone' })],
    ['a problem with the status of another', '/nothing', json(400, { ...problem, status: 400 })],
    ['a problem that says another status than the answer', '/nothing', json(410, problem)],
    [
      'a problem that lists faults without pointers',
      '/nothing',
      json(404, { ...problem, errors: [{ code: 'required' }] }),
    ],
    ['a status that is not documented', links.self, json(402, { ...problem, status: 402 })],
    ['a media type that is not documented', links.self, json(200, {}, { ...HEADERS, 'content-type': 'text/plain' })],
    ['a 202 without its Location', '/register', json(202, { jobId, status: 'queued', links }, { 'X-Request-Id': 'x' })],
    ['JSON of which the contract says nothing', '/users', json(200, {})],
  ])('%s', (_what, path, answer) => {
    expect(check(path, answer)).toThrow('answers break the contract')
  })
})
