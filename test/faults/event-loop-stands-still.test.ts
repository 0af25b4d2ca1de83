import { expect, it } from 'vitest'
import { PASSWORD, register } from '../support/http/client.ts'
import { freshName } from '../support/names.ts'
import { startInstrumentedGateway } from '../support/processes/service-process.ts'
import { storeEngines } from '../support/stores/store-engines.ts'
import { startFaultRun } from './fault-run.ts'

it('a gateway whose event loop stands still for a second accepts late what Redis has answered in time', async () => {
  await using store = await storeEngines[0]!.create()
  await using run = await startFaultRun(store)
  const variables = { LINGER_AT: 'job to be added', LINGER_MS: '1000', LINGER_BLOCKING: 'yes' }
  const gateway = await run.addGateway(startInstrumentedGateway, variables)
  // While the first stands still, the keys of the others are being claimed in Redis.
  const signUp = () =>
    register(gateway.url, { username: freshName(), password: PASSWORD }, { 'idempotency-key': `"${freshName()}"` })
  const answers = await Promise.all(Array.from({ length: 5 }, signUp))
  expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202])
})
