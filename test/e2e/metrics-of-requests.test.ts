import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { measuredRegistrar } from '../support/processes/measured-registrar.ts'

describe('the metrics of requests', () => {
  const measured = measuredRegistrar()

  it('have requests by their route, and neither long polls nor event streams among them', async () => {
    const jobId = await measured.signUp()
    const over = new AbortController()
    const stream = await fetch(`${measured.gateway.url}/register/${jobId}/events`, { signal: over.signal })
    await stream.text()
    await fetch(`${measured.gateway.url}/register/${jobId}?wait=5`)
    await fetch(`${measured.gateway.url}/register/${jobId}`)
    await fetch(`${measured.gateway.url}/nothing`)
    await fetch(`${measured.gateway.url}/register`, { method: 'PROPFIND' })
    over.abort()
    const { all } = await measured.ofGateway()
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
    measured.worker.child.kill('SIGSTOP')
    const jobId = await measured.signUp()
    const over = new AbortController()
    const watching = fetch(`${measured.gateway.url}/register/${jobId}/events`, { signal: over.signal })
    const polling = fetch(`${measured.gateway.url}/register/${jobId}?wait=30`)
    const waiters = async (kind: string) => (await measured.ofGateway()).sum('registrar_waiters', { kind })
    await eventually('both wait', async () => (await waiters('events')) === 1 && (await waiters('long_poll')) === 1)
    measured.worker.child.kill('SIGCONT')
    await (await watching).text()
    await (await polling).text()
    await eventually('none waits', async () => (await waiters('events')) === 0 && (await waiters('long_poll')) === 0)
  })
})
