import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROWS } from '../../deploy/grafana/rows.ts'
import { findPrometheus } from '../../tools/prometheus/prometheus-program.ts'
import { ALERTS } from '../support/alert-rules.ts'
import { eventually } from '../support/eventually.ts'
import { jobIdOf, outcomeOf, PASSWORD, register } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { command } from '../support/processes/command.ts'
import { callWith } from '../support/processes/directory.ts'
import { startWatchedRegistrar, type WatchedRegistrar } from '../support/processes/watched-registrar.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { BEHAVIOURS, type Receiver, startReceiver } from '../support/webhooks/receiver.ts'
import { endpointFor, writeEndpoints } from '../support/webhooks/webhook-stage.ts'

/** Full with a few registrations while no worker takes them. */
const MAX_BACKLOG = 10

const program = findPrometheus()

describe.runIf(program)('Registrar as a real Prometheus sees it', () => {
  const resources = new AsyncDisposableStack()
  let watched: WatchedRegistrar
  let shop: Receiver
  let crm: Receiver
  let endpointsFile: string

  beforeAll(async () => {
    const folder = resources.use(temporaryFolder()).path
    shop = resources.use(await startReceiver())
    crm = resources.use(await startReceiver())
    endpointsFile = writeEndpoints(folder, [endpointFor('shop', shop), endpointFor('crm', crm)])
    watched = resources.use(
      await startWatchedRegistrar({
        MAX_BACKLOG: `${MAX_BACKLOG}`,
        WEBHOOKS_FILE: endpointsFile,
      }),
    )
  })
  afterAll(() => resources.disposeAsync())

  const signUp = async (username = freshName()) =>
    jobIdOf(await register(watched.url, { username, password: PASSWORD }))
  const firing = () => watched.prometheus.firing()
  const fires = (...names: string[]) =>
    eventually(`${names.join(' and ')} fire`, async () => {
      const all = await firing()
      return names.every((name) => all.includes(name))
    })
  const allIsQuiet = () => eventually('no alert fires', async () => (await firing()).length === 0)
  const signal = (part: string, name: NodeJS.Signals) => process.kill(watched.registrar.processes(part)[0]!.pid, name)

  it('finds its page well-formed, with names as they should be', async () => {
    await outcomeOf(watched.url, await signUp())
    const page = await (await fetch(watched.metricsUrl)).text()
    const { status, stderr } = spawnSync(program!.promtool, ['check', 'metrics'], { input: page, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  it('gets at least one series for every expression of every panel and every alert', async () => {
    const missing = new Set([
      ...ROWS.flatMap(({ panels }) => panels)
        .flatMap(({ queries }) => queries)
        .map(({ expr }) => expr.replaceAll('$__rate_interval', '10s').replaceAll('$__range', '1m')),
      ...ALERTS.map(({ expr }) => withoutThreshold(expr)),
    ])
    crm.behave(BEHAVIOURS.fails)
    await eventually(`a series for each of:\n${[...missing].join('\n')}`, async () => {
      const username = freshName()
      await outcomeOf(watched.url, await signUp(username))
      await outcomeOf(watched.url, await signUp(username)) // taken
      await register(watched.url, { username, password: '' }) // refused
      await callWith(watched.directoryUrl, watched.apiKey, 'POST', '/verify', { username, password: PASSWORD })
      for (const expr of missing) if ((await watched.prometheus.query(expr)).length > 0) missing.delete(expr)
      return missing.size === 0
    })
  })

  it('alerts by an endpoint that is parked, until it answers and is resumed', async () => {
    await fires('RegistrarWebhookParked')
    const [parked] = await watched.prometheus.query('registrar_webhook_parked == 1')
    expect(parked?.metric).toMatchObject({ endpoint: 'crm', process: 'notifier 1' })
    crm.behave(BEHAVIOURS.accepts)
    const variables = { DATA_DIR: watched.dataDir, WEBHOOKS_FILE: endpointsFile }
    await using resume = command('tools/webhooks/main.ts', ['resume', 'crm'], variables)
    expect(await resume.exited).toBe(0)
  })

  it('alerts by a worker that stands still: no worker, nothing ends, and the backlog fills up to its limit', async () => {
    signal('apps/worker/main.ts', 'SIGSTOP')
    const jobIds: string[] = []
    const fill = async () => {
      const answer = await register(watched.url, { username: freshName(), password: PASSWORD })
      if (answer.status === 202) jobIds.push(await jobIdOf(answer))
      return answer.status === 503
    }
    await eventually('the backlog is full', fill)
    await fires('RegistrarProcessMissing', 'RegistrarNoWorker', 'RegistrarNothingEnds', 'RegistrarBacklogFilling')
    await eventually(
      'refusals fire',
      async () => (await fill()) && (await firing()).includes('RegistrarSignUpsRefused'),
    )
    signal('apps/worker/main.ts', 'SIGCONT')
    for (const jobId of jobIds) await outcomeOf(watched.url, jobId)
  })

  it('alerts by a store that takes no writes', async () => {
    const file = join(watched.dataDir, 'registrar.db')
    const lock = new DatabaseSync(file, { timeout: 10_000 })
    lock.exec('BEGIN IMMEDIATE')
    const jobId = await signUp()
    await fires('RegistrarStoreDown')
    lock.close()
    await outcomeOf(watched.url, jobId)
  })

  it('alerts by a Redis that stands still', async () => {
    signal('redis-server', 'SIGSTOP')
    await fires('RegistrarRedisDown')
    signal('redis-server', 'SIGCONT')
  })

  it('alerts by a worker that dies again and again', async () => {
    const startOf = async () =>
      (await watched.prometheus.query('process_start_time_seconds{process="worker 1"}'))[0]?.values[0]?.[1]
    let killed: number | undefined
    await eventually('it fires', async () => {
      const started = await startOf()
      if (started && started !== killed) signal('apps/worker/main.ts', 'SIGKILL')
      killed = started ?? killed
      return (await firing()).includes('RegistrarRestarts')
    })
  })

  it('ends every alert when all is well again', async () => {
    await eventually('a registration is completed', async () => outcomeOf(watched.url, await signUp()))
    await allIsQuiet()
  })
})

/**
 * What an alert looks at, without the condition that makes it fire: a comparison becomes 0 or 1, and the metric that may
 * be absent is asked for.
 */
const withoutThreshold = (expr: string) =>
  expr.replaceAll(/(==|>|<) (?=[\d.])/g, '$1 bool ').replace(/^absent/, 'count')
