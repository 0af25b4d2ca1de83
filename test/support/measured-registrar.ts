import { afterAll, beforeAll } from 'vitest'
import { accepted } from './client.ts'
import { readMetrics } from './metrics-page.ts'
import { freshName } from './names.ts'
import { startRegistrar, type TestRegistrar } from './registrar.ts'
import { storeEngines } from './store-engines.ts'

/** A Registrar for the tests of one file: a gateway and a worker with a page of metrics each. Call it where tests are defined. */
export function measuredRegistrar() {
  const resources = new AsyncDisposableStack()
  let registrar: TestRegistrar
  beforeAll(async () => {
    const store = resources.use(await storeEngines[0]!.create())
    const variables = { METRICS_PORT: '0', WORKER_CONCURRENCY: '1' }
    registrar = resources.use(await startRegistrar({ store, variables }))
  })
  afterAll(() => resources.disposeAsync())
  return {
    get redis() {
      return registrar.redis
    },
    get gateway() {
      return registrar.gateway
    },
    get worker() {
      return registrar.workers[0]!
    },
    ofGateway: () => readMetrics(registrar.gateway.metricsUrl),
    ofWorker: () => readMetrics(registrar.workers[0]!.metricsUrl),
    /** Returns the job id. */
    signUp: (username = freshName()) => accepted(registrar.gateway.url, username),
  }
}
