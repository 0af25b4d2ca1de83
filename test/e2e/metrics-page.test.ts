import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { measuredRegistrar } from '../support/processes/measured-registrar.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { startGateway, startWorker } from '../support/processes/service-process.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

describe('the pages of metrics', () => {
  const measured = measuredRegistrar()

  it('are answered while Redis stands still, without figures that are not known', async () => {
    measured.redis.signal('SIGSTOP')
    const [{ sum, all }, ofTheWorker] = await Promise.all([measured.ofGateway(), measured.ofWorker()])
    expect(sum('registrar_redis_up')).toBe(0)
    expect(ofTheWorker.sum('registrar_redis_up')).toBe(0)
    expect(all('registrar_queue_jobs')).toEqual([])
    expect(all('registrar_queue_oldest_waiting_seconds')).toEqual([])
    expect(all('registrar_outcomes_total')).toEqual([])
    measured.redis.signal('SIGCONT')
    await eventually('it is up again', async () => (await measured.ofGateway()).sum('registrar_redis_up') === 1)
  })

  it('are on their own port alone, at one path, by GET and HEAD', async () => {
    const { origin } = new URL(measured.gateway.metricsUrl)
    expect((await fetch(`${measured.gateway.url}/metrics`)).status).toBe(404)
    expect((await fetch(`${origin}/`)).status).toBe(404)
    const post = await fetch(measured.gateway.metricsUrl, { method: 'POST' })
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    const head = await fetch(measured.gateway.metricsUrl, { method: 'HEAD' })
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
