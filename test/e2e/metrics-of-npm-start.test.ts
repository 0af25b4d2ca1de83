import { join } from 'node:path'
import { expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { accepted, outcomeOf } from '../support/http/client.ts'
import { readMetrics } from '../support/http/metrics-page.ts'
import { freshName } from '../support/names.ts'
import { npmStart } from '../support/processes/npm-start.ts'
import { metricsUrlIn } from '../support/processes/watched-registrar.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { endpointFor, writeEndpoints } from '../support/webhooks/webhook-stage.ts'

const PROCESSES = ['directory 1', 'gateway 1', 'gateway 2', 'notifier 1', 'worker 1', 'worker 2']

it('npm start has one page for all of its processes, on which one that stands still or is killed is missing', async () => {
  using folder = temporaryFolder()
  const WEBHOOKS_FILE = writeEndpoints(folder.path, [endpointFor('shop', { url: 'http://127.0.0.1:1/' })])
  await using registrar = npmStart({
    DATA_DIR: join(folder.path, 'data'),
    METRICS_PORT: '0',
    WORKERS: '2',
    GATEWAYS: '2',
    DIRECTORY_PORT: '0',
    WEBHOOKS_FILE,
  })
  const url = await registrar.running()
  const metricsUrl = metricsUrlIn(registrar.output())
  await outcomeOf(url, await accepted(url, freshName()))

  const { samples, page, sum } = await readMetrics(metricsUrl)
  expect([...new Set(samples.map(({ labels }) => labels['process']))].toSorted()).toEqual(PROCESSES)
  const explained = page.split('\n').filter((line) => line.startsWith('# TYPE '))
  expect(new Set(explained).size).toBe(explained.length) // each metric once, all of its samples below it
  expect(sum('registrar_registrations_accepted_total')).toBe(1)
  expect(sum('registrar_registrations_ended_total', { status: 'completed' })).toBe(1)
  expect(sum('registrar_webhook_parked', { endpoint: 'shop', process: 'notifier 1' })).toBe(0)
  for (const process of PROCESSES) expect(sum('registrar_process_up', { process }), process).toBe(1)

  const [worker] = registrar.processes('apps/worker/main.ts')
  process.kill(worker!.pid, 'SIGSTOP')
  const without = await readMetrics(metricsUrl)
  const missing = without.all('registrar_process_up').filter(({ value }) => value === 0)
  expect(missing.map(({ labels }) => labels['process'])).toEqual([expect.stringMatching(/^worker/)])
  expect(without.all('process_cpu_seconds_total').length).toBe(PROCESSES.length - 1)

  process.kill(worker!.pid, 'SIGKILL')
  await eventually(
    'another one has taken its place',
    async () => (await readMetrics(metricsUrl)).sum('registrar_process_up') === 6,
  )
})
