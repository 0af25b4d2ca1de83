import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { PASSWORD } from '../support/http/client.ts'
import { checkAnswer } from '../support/http/contract.ts'
import { sharedRegistrar } from '../support/processes/shared-registrar.ts'

const registrar = sharedRegistrar({ workers: 0 })

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string }

/** One request exactly as given, without what fetch would add or correct. */
function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string | Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sending = request(registrar.url + path, { method, headers, agent: false }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString()
      const { statusCode: status = 0, headers } = response
      checkAnswer(path, { method, status, header: (name) => headers[name.toLowerCase()]?.toString() ?? null, text })
      resolve({ status, headers, text })
    })
    sending.on('error', reject)
    sending.end(body)
  })
}

const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  send(
    'POST',
    '/register',
    { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(body)}`, ...headers },
    body,
  )

/** That the answer is the problem `code`, in every particular that the contract names. */
function expectProblem(answer: Answer, status: number, code: string) {
  expect(answer.headers['content-type']).toBe('application/problem+json')
  expect(answer.headers['cache-control']).toBe('no-store')
  const problem = JSON.parse(answer.text)
  expect(problem).toMatchObject({ status, code, type: expect.any(String), title: expect.any(String) })
  expect(problem.detail).toEqual(expect.any(String))
  expect(answer.status).toBe(status)
  return problem
}

const ada = JSON.stringify({ username: 'ada', password: PASSWORD })

describe('malformed_json refuses what is not one plain JSON object', () => {
  it.each([
    ['no JSON', '{"username": '],
    ['nothing', ''],
    ['an array', '[]'],
    ['null', 'null'],
    ['a string', '"ada"'],
    ['a field given twice', '{"username":"ada","username":"bob","password":"x"}'],
    ['a field given twice, once with an escape', '{"username":"ada","user\\u006eame":"bob"}'],
    ['a byte-order mark', '\uFEFF{}'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ['UTF-16', Buffer.from('{}', 'utf16le')],
  ])('%s', async (_what, body) => {
    expectProblem(await post(body), 400, 'malformed_json')
  })
})

describe('invalid_registration lists every fault of every field, by JSON pointer', () => {
  it.each<[string, unknown, [string, string][]]>([
    [
      'nothing given',
      {},
      [
        ['#/username', 'required'],
        ['#/password', 'required'],
      ],
    ],
    ['null is no string', { username: null, password: PASSWORD }, [['#/username', 'wrong_type']]],
    ['a number', { username: 12345, password: PASSWORD }, [['#/username', 'wrong_type']]],
    ['an array', { username: ['ada'], password: PASSWORD }, [['#/username', 'wrong_type']]],
    [
      'a MongoDB operator',
      { username: { $ne: '' }, password: { $gt: '' } },
      [
        ['#/username', 'wrong_type'],
        ['#/password', 'wrong_type'],
      ],
    ],
    ['an unknown field', { username: 'ada', password: PASSWORD, admin: true }, [['#/admin', 'unknown_field']]],
    [
      'a field whose name needs escaping',
      { username: 'ada', password: PASSWORD, 'a/b~c d': 1 },
      [['#/a~1b~0c%20d', 'unknown_field']],
    ],
    ['a short name', { username: 'ad', password: PASSWORD }, [['#/username', 'too_short']]],
    ['a long name', { username: 'abcdefghi'.repeat(4), password: PASSWORD }, [['#/username', 'too_long']]],
    ['a name with a space', { username: 'ada love', password: PASSWORD }, [['#/username', 'invalid_characters']]],
    ['a short password', { username: 'ada', password: 'tiger lilies'.slice(0, 11) }, [['#/password', 'too_short']]],
    [
      'a password that is short in code points',
      { username: 'ada', password: '😀🎈🚀🌵🐙🦊🍋🎹📎🧭🔭🪐🛶🧶'.slice(0, 28) },
      [['#/password', 'too_short']],
    ],
    [
      'a password of a lone surrogate',
      { username: 'ada', password: `${PASSWORD}\ud800` },
      [['#/password', 'invalid_characters']],
    ],
  ])('%s', async (_what, body, faults) => {
    const problem = expectProblem(await post(JSON.stringify(body)), 422, 'invalid_registration')
    expect(problem.errors.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code])).toEqual(
      faults,
    )
    for (const error of problem.errors) expect(error.detail).toEqual(expect.any(String))
  })

  it('names a __proto__ field and pollutes nothing', async () => {
    const problem = expectProblem(
      await post(`{"username":"ada","password":"${PASSWORD}","__proto__":{"admin":true}}`),
      422,
      'invalid_registration',
    )
    expect(problem.errors).toMatchObject([{ pointer: '#/__proto__', code: 'unknown_field' }])
  })

  it('never echoes a value', async () => {
    const secrets = ['zebra-crossing', 'S3cretValue!!', 'unknownFieldValue']
    const body = { username: `${secrets[0]}/@`, password: secrets[1], extra: secrets[2] }
    const { text, headers } = await post(JSON.stringify(body))
    for (const secret of secrets) expect(text + JSON.stringify(headers)).not.toContain(secret)
    for (const secret of secrets) expect(registrar.output()).not.toContain(secret)
  })
})

describe('the other refusals', () => {
  it('length_required: a body without Content-Length is not read', async () => {
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
    expectProblem(await send('POST', '/register', headers, ada), 411, 'length_required')
  })

  it('content_too_large: 16 KiB and one byte', async () => {
    expectProblem(await post('x'.repeat(16 * 1024 + 1)), 413, 'content_too_large')
    expectProblem(await post('x'.repeat(16 * 1024)), 400, 'malformed_json')
  })

  it.each([
    ['text/plain', {}],
    ['', {}],
    ['application/jsonp', {}],
    ['application/json; charset=iso-8859-1', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
  ])('unsupported_media_type: %s %o', async (type, headers) => {
    expectProblem(await post(ada, { 'content-type': type, ...headers }), 415, 'unsupported_media_type')
  })

  it.each([
    'Application/JSON; Charset="UTF-8"',
    'application/json;charset=utf8',
    'application/json; charset=UTF8; v=1',
  ])('a media type may be written in any case, with the one charset that is understood: %s', async (type) => {
    expect((await post(ada, { 'content-type': type })).status).toBe(202)
  })

  it.each(['/', '/nothing', '/register/', '/register/not-a-uuid', '/register/00000000-0000-4000-8000-000000000000'])(
    'not_found: GET %s',
    async (path) => {
      expectProblem(await send('GET', path), 404, 'not_found')
    },
  )

  it.each([
    ['DELETE', '/register'],
    ['PUT', '/register'],
    ['POST', '/register/00000000-0000-4000-8000-000000000000'],
    ['POST', '/livez'],
    ['DELETE', '/readyz'],
  ])('method_not_allowed: %s %s, with Allow', async (method, path) => {
    const answer = await send(method, path)
    expectProblem(answer, 405, 'method_not_allowed')
    expect(answer.headers['allow']).toEqual(expect.stringMatching(/GET|POST/))
  })

  it('a job id may be written in capitals; the answer has it as we write it', async () => {
    const { jobId } = JSON.parse((await post(ada)).text)
    for (const suffix of ['', '?wait=1']) {
      const { status, text } = await send('GET', `/register/${jobId.toUpperCase()}${suffix}`)
      expect([status, JSON.parse(text).jobId]).toEqual([200, jobId])
    }
    expect((await send('HEAD', `/register/${jobId.toUpperCase()}/events`)).status).toBe(200)
  })

  it('HEAD works wherever GET does', async () => {
    for (const path of ['/livez', '/readyz', `/register/${JSON.parse((await post(ada)).text).jobId}`]) {
      const answer = await send('HEAD', path)
      expect([answer.status, answer.text]).toEqual([200, ''])
    }
  })
})
