import { DIRECTORY_PROBLEMS } from '@registrar/shared/contract/directory-problems'
import { REGISTRATION_PROBLEMS } from '@registrar/shared/contract/registration-problems'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accepted, jobIdOf, outcomeOf, PASSWORD, register } from '../support/client.ts'
import { startTestDirectory, type TestDirectory } from '../support/directory.ts'
import { eventually } from '../support/eventually.ts'
import { readMetrics } from '../support/metrics-page.ts'
import { freshName } from '../support/names.ts'
import { startRegistrar, type TestRegistrar } from '../support/registrar.ts'
import { type ServiceProcess, startGateway, startWorker } from '../support/service-process.ts'
import { storeEngines } from '../support/store-engines.ts'

const LOOK = { METRICS_PORT: '0' }

describe('the metrics of a gateway and a worker', () => {
  const resources = new AsyncDisposableStack()
  let registrar: TestRegistrar
  let gateway: ServiceProcess
  let worker: ServiceProcess

  beforeAll(async () => {
    const store = resources.use(await storeEngines[0]!.create())
    registrar = resources.use(await startRegistrar({ store, variables: { ...LOOK, WORKER_CONCURRENCY: '1' } }))
    gateway = registrar.gateway
    worker = registrar.workers[0]!
  })
  afterAll(() => resources.disposeAsync())

  const ofGateway = () => readMetrics(gateway.metricsUrl)
  const ofWorker = () => readMetrics(worker.metricsUrl)
  const signUp = (username = freshName()) => accepted(gateway.url, username)

  it('begin at 0 for every value of a label that is known', async () => {
    const { sum } = await ofGateway()
    expect(sum('registrar_registrations_accepted_total')).toBe(0)
    for (const code of Object.keys(REGISTRATION_PROBLEMS)) expect(sum('registrar_refusals_total', { code })).toBe(0)
    for (const kind of ['long_poll', 'events']) expect(sum('registrar_waiters', { kind })).toBe(0)
    const { sum: sumOfWorker } = await ofWorker()
    for (const [status, reason] of [
      ['completed', ''],
      ['rejected', 'username_taken'],
      ['failed', 'internal_error'],
    ] as const)
      expect(sumOfWorker('registrar_registrations_ended_total', { status, reason })).toBe(0)
    for (const kind of ['stalled_job', 'repeated_delivery', 'given_back', 'store_outage', 'redis_outage'])
      expect(sumOfWorker('registrar_recoveries_total', { kind })).toBe(0)
  })

  it('count each registration once, whatever is sent again', async () => {
    const before = (await ofGateway()).sum('registrar_registrations_accepted_total')!
    const body = { username: freshName(), password: PASSWORD }
    const headers = { 'idempotency-key': '"the-same"' }
    const send = async () => jobIdOf(await register(gateway.url, body, headers))
    const jobIds = await Promise.all(Array.from({ length: 20 }, send))
    await outcomeOf(gateway.url, await send())
    await send()
    expect(new Set(jobIds).size).toBe(1)
    expect((await ofGateway()).sum('registrar_registrations_accepted_total')).toBe(before + 1)
  })

  it('say how registrations ended, and how long that took', async () => {
    const before = await ofWorker()
    const name = freshName()
    await outcomeOf(gateway.url, await signUp(name))
    await outcomeOf(gateway.url, await signUp(name))
    const after = await ofWorker()
    const more = (metric: string, labels?: Record<string, string>) =>
      after.sum(metric, labels)! - before.sum(metric, labels)!
    expect(more('registrar_registrations_ended_total', { status: 'completed', reason: '' })).toBe(1)
    expect(more('registrar_registrations_ended_total', { status: 'rejected', reason: 'username_taken' })).toBe(1)
    for (const histogram of ['registration_wait', 'registration_duration', 'hash_duration'])
      expect(more(`registrar_${histogram}_seconds_count`), histogram).toBe(2)
    const stored = { operation: 'insert_many', result: 'ok' }
    expect(more('registrar_store_operation_duration_seconds_count', stored)).toBe(2)
    expect(after.sum('registrar_store_up')).toBe(1)
    expect(after.sum('registrar_redis_up')).toBe(1)
  })

  it('have requests by their route, and neither long polls nor event streams among them', async () => {
    const jobId = await signUp()
    const over = new AbortController()
    const stream = await fetch(`${gateway.url}/register/${jobId}/events`, { signal: over.signal })
    await stream.text()
    await fetch(`${gateway.url}/register/${jobId}?wait=5`)
    await fetch(`${gateway.url}/register/${jobId}`)
    await fetch(`${gateway.url}/nothing`)
    await fetch(`${gateway.url}/register`, { method: 'PROPFIND' })
    over.abort()
    const { all } = await ofGateway()
    const requests = (labels: Record<string, string>) =>
      all('http_server_request_duration_seconds_count', labels).map(({ labels, value }) => [labels, value])
    expect(requests({ http_route: '/register/:jobId/events' })).toEqual([])
    expect(requests({ http_route: '/register/:jobId' })).toMatchObject([
      [{ http_request_method: 'GET', http_response_status_code: '200' }, expect.any(Number)],
    ])
    expect(requests({ http_route: 'unmatched' })).toMatchObject([[{ http_response_status_code: '404' }, 1]])
    expect(requests({ http_request_method: '_OTHER' })).toMatchObject([
      [{ http_route: '/register', http_response_status_code: '405' }, 1],
    ])
  })

  it('count the clients that wait, while they wait', async () => {
    worker.child.kill('SIGSTOP')
    const jobId = await signUp()
    const over = new AbortController()
    const watching = fetch(`${gateway.url}/register/${jobId}/events`, { signal: over.signal })
    const polling = fetch(`${gateway.url}/register/${jobId}?wait=30`)
    const waiters = async (kind: string) => (await ofGateway()).sum('registrar_waiters', { kind })
    await eventually('both wait', async () => (await waiters('events')) === 1 && (await waiters('long_poll')) === 1)
    worker.child.kill('SIGCONT')
    await (await watching).text()
    await (await polling).text()
    await eventually('none waits', async () => (await waiters('events')) === 0 && (await waiters('long_poll')) === 0)
  })

  it('have the queue as Redis has it, and how old its oldest registration is', async () => {
    // An outcome is written before its job ends.
    await eventually('the jobs of before have ended', async () => (await ofGateway()).sum('registrar_queue_jobs') === 0)
    worker.child.kill('SIGSTOP')
    const jobIds = await Promise.all(Array.from({ length: 9 }, () => signUp()))
    const { sum } = await eventually('the oldest is old', async () => {
      const page = await ofGateway()
      return page.sum('registrar_queue_oldest_waiting_seconds')! > 0.5 ? page : undefined
    })
    const state = (name: string) => sum('registrar_queue_jobs', { state: name })!
    expect(state('waiting') + state('active')).toBe(9)
    expect([state('delayed'), state('failed')]).toEqual([0, 0])
    expect(sum('registrar_backlog_limit')).toBe(100_000)
    worker.child.kill('SIGCONT')
    for (const jobId of jobIds) await outcomeOf(gateway.url, jobId)
    expect((await ofGateway()).sum('registrar_queue_oldest_waiting_seconds')).toBe(0)
  })

  it('never have more hashes in flight than WORKER_CONCURRENCY, and time each without its wait for a thread', async () => {
    const before = await ofWorker()
    const startedAt = performance.now()
    const jobIds = await Promise.all(Array.from({ length: 12 }, () => signUp()))
    const seen: number[] = []
    const watching = eventually('all have ended', async () => {
      const page = await ofWorker()
      seen.push(page.sum('registrar_hashes_in_flight')!)
      return (
        page.sum('registrar_hash_duration_seconds_count')! >= before.sum('registrar_hash_duration_seconds_count')! + 12
      )
    })
    for (const jobId of jobIds) await outcomeOf(gateway.url, jobId)
    await watching
    const elapsedSeconds = (performance.now() - startedAt) / 1_000
    const hashed = (await ofWorker()).sum('registrar_hash_duration_seconds_sum')!
    expect(Math.max(...seen)).toBe(1)
    // One thread: all hashes together cannot have taken longer than the clock on the wall.
    expect(hashed - before.sum('registrar_hash_duration_seconds_sum')!).toBeLessThan(elapsedSeconds)
  })

  it('are answered while Redis stands still, without figures that are not known', async () => {
    registrar.redis.signal('SIGSTOP')
    const [{ sum, all }, ofTheWorker] = await Promise.all([ofGateway(), ofWorker()])
    expect(sum('registrar_redis_up')).toBe(0)
    expect(ofTheWorker.sum('registrar_redis_up')).toBe(0)
    expect(all('registrar_queue_jobs')).toEqual([])
    expect(all('registrar_queue_oldest_waiting_seconds')).toEqual([])
    registrar.redis.signal('SIGCONT')
    await eventually('it is up again', async () => (await ofGateway()).sum('registrar_redis_up') === 1)
  })

  it('are on their own port alone, at one path, by GET and HEAD', async () => {
    const { origin } = new URL(gateway.metricsUrl)
    expect((await fetch(`${gateway.url}/metrics`)).status).toBe(404)
    expect((await fetch(`${origin}/`)).status).toBe(404)
    const post = await fetch(gateway.metricsUrl, { method: 'POST' })
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    const head = await fetch(gateway.metricsUrl, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')])
  })
})

it('a process without METRICS_PORT serves no page, and its errors name the variable when the port is taken', async () => {
  await using store = await storeEngines[0]!.create()
  await using registrar = await startRegistrar({ store })
  expect(registrar.output()).not.toContain('metrics')
  const port = new URL(registrar.gateway.url).port
  const taken = startGateway({ ...registrar.variables, METRICS_PORT: port })
  await expect(taken).rejects.toThrow(/Port \d+ on 127\.0\.0\.1 is in use; .* set METRICS_PORT to another/)
  const starting = startWorker({ ...registrar.variables, METRICS_PORT: port })
  await expect(starting).rejects.toThrow('METRICS_PORT')
})

describe('the metrics of a directory', () => {
  const resources = new AsyncDisposableStack()
  let directory: TestDirectory
  beforeAll(async () => {
    const store = resources.use(await storeEngines[0]!.create())
    directory = resources.use(await startTestDirectory(store, LOOK))
  })
  afterAll(() => resources.disposeAsync())

  it('say what became of verifications, and how they were refused', async () => {
    const read = () => readMetrics(directory.service.metricsUrl)
    const { sum } = await read()
    for (const code of Object.keys(DIRECTORY_PROBLEMS)) expect(sum('registrar_refusals_total', { code })).toBe(0)
    const user = await directory.addUser(freshName())
    const off = await directory.addUser(freshName(), PASSWORD, { disabled: true })
    const verify = (username: string, password = PASSWORD) => directory.call('POST', '/verify', { username, password })
    await verify(user.username)
    await verify(off.username)
    for (let attempt = 0; attempt < 6; attempt++) await verify('nobody-has-this-name', 'wrong')
    await directory.call('GET', '/users/export')
    await directory.call('GET', `/users/${user.userId}`)
    const after = await read()
    const results = Object.fromEntries(
      after.all('registrar_verifications_total').map(({ labels, value }) => [labels['result'], value]),
    )
    expect(results).toMatchObject({ verified: 1, account_disabled: 1, not_verified: 5, too_many_attempts: 1 })
    expect(after.sum('registrar_verification_duration_seconds_count')).toBe(8)
    expect(after.sum('registrar_refusals_total', { code: 'account_disabled' })).toBe(1)
    expect(after.sum('registrar_store_up')).toBe(1)
    const routes = after.all('http_server_request_duration_seconds_count').map(({ labels }) => labels['http_route'])
    expect(new Set(routes)).toEqual(new Set(['/verify', '/users/export', '/users/:userId']))
    expect(after.page).not.toContain(user.username)
  })
})
