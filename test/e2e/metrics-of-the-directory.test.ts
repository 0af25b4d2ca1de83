import { DIRECTORY_PROBLEMS } from '@registrar/shared/contract/directory-problems'
import { expect, it } from 'vitest'
import { PASSWORD } from '../support/http/client.ts'
import { readMetrics } from '../support/http/metrics-page.ts'
import { freshName } from '../support/names.ts'
import { startTestDirectory } from '../support/processes/directory.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

it('the metrics of a directory say what became of verifications, and how they were refused', async () => {
  await using store = await storeEngines[0]!.create()
  await using directory = await startTestDirectory(store, { METRICS_PORT: '0' })
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
