import { expect, it } from 'vitest'
import { accepted, outcomeOf } from '../support/http/client.ts'
import { startRegistrar } from '../support/processes/registrar.ts'
import { storeEngines } from '../support/stores/store-engines.ts'

it('a process whose log nobody reads any longer keeps working, and exits at SIGTERM', async () => {
  await using store = await storeEngines[0]!.create()
  await using registrar = await startRegistrar({ store })
  const { gateway, workers } = registrar
  for (const { child } of [gateway, ...workers]) for (const stream of [child.stdout!, child.stderr!]) stream.destroy()
  expect(await outcomeOf(gateway.url, await accepted(gateway.url, 'ada'))).toMatchObject({ status: 'completed' })
  for (const { child, exited } of [gateway, ...workers]) {
    child.kill('SIGTERM')
    expect(await exited).toBe(0)
  }
})
