import { describe, expect, it } from 'vitest'
import { createRegistrar, type Registration } from '../../packages/client/src/create-registrar.ts'
import {
  type Answer,
  cut,
  json,
  problem,
  type ScriptedServer,
  startScriptedServer,
} from '../support/http/scripted-server.ts'
import { unwatchedFetch } from '../support/http/watch-fetch.ts'

const JOB_ID = '0b0e9a52-6d3f-4c7e-9a51-3f0f6a2a8e11'
const USER_ID = '7f2d4f5e-1c70-4b7d-8f0e-5b9d0a3c2e22'
const TIME = '2026-11-25T10:00:00.000Z'
const about = {
  jobId: JOB_ID,
  createdAt: TIME,
  links: { self: `/register/${JOB_ID}`, events: `/register/${JOB_ID}/events` },
}
const queued = { ...about, status: 'queued' } as const
const processing = { ...about, status: 'processing' } as const
const completed = { ...about, status: 'completed', userId: USER_ID, finishedAt: TIME } as const
const rejected = { ...about, status: 'rejected', reason: 'username_taken', finishedAt: TIME } as const
const failed = { ...about, status: 'failed', reason: 'internal_error', finishedAt: TIME } as const

const registrationAt = ({ url }: ScriptedServer) => createRegistrar({ url, fetch: unwatchedFetch }).registration(JOB_ID)

describe('outcome', () => {
  it.each([completed, rejected, failed])('resolves to the registration once it is $status', async (ended) => {
    await using server = await startScriptedServer(json(200, queued, { 'retry-after': '0' }), json(200, ended))
    expect(await registrationAt(server).outcome()).toEqual(ended)
    expect(server.requests.map(({ path }) => path)).toEqual(Array(2).fill(`/register/${JOB_ID}?wait=20`))
  })

  it('asks for shorter and shorter waits, at last for none, where a long one is cut', async () => {
    const onlyShort: Answer = (response, request) =>
      (request.path.endsWith('wait=0') ? json(200, completed) : cut)(response, request)
    await using server = await startScriptedServer(onlyShort)
    expect(await registrationAt(server).outcome()).toEqual(completed)
    const waits = server.requests.map(({ path }) => path.split('=')[1])
    expect(waits).toEqual(['20', '10', '5', '2', '1', '0'])
  })

  it('is asked for no sooner than Retry-After says, where a wait ends early', async () => {
    await using server = await startScriptedServer(json(200, queued, { 'retry-after': '1' }), json(200, completed))
    const begun = performance.now()
    await registrationAt(server).outcome()
    expect(performance.now() - begun).toBeGreaterThanOrEqual(999)
  })

  it.each([
    ['of another registration', { ...completed, jobId: USER_ID }],
    ['with a status that does not exist', { ...completed, status: 'compl ted' }],
    ['whose user id is damaged', { ...completed, userId: 'x' }],
    ['without the time of its end', { ...rejected, finishedAt: undefined }],
    ['whose links lead elsewhere', { ...completed, links: { self: '/', events: '/' } }],
  ])('does not believe an answer %s', async (_what, damaged) => {
    await using server = await startScriptedServer(json(200, damaged), json(200, failed))
    expect(await registrationAt(server).outcome()).toEqual(failed)
  })

  it('rejects for a registration that is not there', async () => {
    await using server = await startScriptedServer(problem(404, 'not_found'))
    await expect(registrationAt(server).outcome()).rejects.toMatchObject({ status: 404, code: 'not_found' })
  })

  it('stops when the caller aborts between two questions', async () => {
    const caller = new AbortController()
    const reason = new Error('nobody waits any longer')
    await using server = await startScriptedServer((response, request) => {
      json(200, queued, { 'retry-after': '30' })(response, request)
      setImmediate(() => caller.abort(reason))
    })
    await expect(registrationAt(server).outcome({ signal: caller.signal })).rejects.toBe(reason)
  })
})

describe('events', () => {
  const event = (data: object) => `retry: 1\nid: x\nevent: status\ndata: ${JSON.stringify(data)}\n\n`
  const stream =
    (...pieces: string[]): Answer =>
    (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const piece of pieces) response.write(piece)
      response.end()
    }
  const all = async (events: AsyncIterable<Registration>) => {
    const statuses: string[] = []
    for await (const { status } of events) statuses.push(status)
    return statuses
  }

  it('come in their order, however the stream is cut into pieces, and end with the outcome', async () => {
    const text = [':\n\n', event(queued), event(processing), ':\n\n', event(completed)].join('')
    await using server = await startScriptedServer(stream(...text))
    expect(await all(registrationAt(server).events())).toEqual(['queued', 'processing', 'completed'])
  })

  it.each([
    ['ends before the registration does', stream(event(queued))],
    [
      'breaks in the middle of an event',
      (response) =>
        void response.writeHead(200).write(event(queued) + event(processing).slice(0, 40), () => response.destroy()),
    ],
    ['carries what is not an event', stream(event(queued), 'data: {"jobId":\n\n')],
    [
      'carries what is not UTF-8',
      (response) => void response.writeHead(200).end(Buffer.from(`${event(queued)}data: \xff`, 'latin1')),
    ],
  ] satisfies [string, Answer][])('are resumed when the stream %s, without a repetition', async (_how, broken) => {
    await using server = await startScriptedServer(broken, cut, stream(event(queued), event(rejected)))
    expect(await all(registrationAt(server).events())).toEqual(['queued', 'rejected'])
    expect(server.requests).toHaveLength(3)
  })

  it('reject for a registration that is not there', async () => {
    await using server = await startScriptedServer(problem(404, 'not_found'))
    await expect(registrationAt(server).events().next()).rejects.toMatchObject({ code: 'not_found' })
  })

  it('close the connection when nobody listens any longer', async () => {
    const closed = Promise.withResolvers<void>()
    await using server = await startScriptedServer((response) => {
      response.on('close', closed.resolve)
      response.writeHead(200).write(event(queued))
    })
    for await (const { status } of registrationAt(server).events()) {
      expect(status).toBe('queued')
      break
    }
    await closed.promise
  })

  it('stop when the caller aborts', async () => {
    const caller = new AbortController()
    await using server = await startScriptedServer((response) => response.writeHead(200).write(event(queued)))
    const events = registrationAt(server).events({ signal: caller.signal })
    await events.next()
    caller.abort()
    await expect(events.next()).rejects.toBe(caller.signal.reason)
  })
})
