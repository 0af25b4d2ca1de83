import { afterAll, beforeAll } from 'vitest'
import { storeEngines } from '../stores/store-engines.ts'
import type { TestStore } from '../stores/test-store.ts'
import { startRegistrar, type TestRegistrar } from './registrar.ts'

/** A Registrar for all tests of one file, on the store at hand. Call it where tests are defined. */
export function sharedRegistrar(options: Omit<Parameters<typeof startRegistrar>[0], 'store'> = {}) {
  const resources = new AsyncDisposableStack()
  let store: TestStore
  let registrar: TestRegistrar
  beforeAll(async () => {
    store = resources.use(await storeEngines[0]!.create())
    registrar = resources.use(await startRegistrar({ store, ...options }))
  })
  afterAll(() => resources.disposeAsync())
  return {
    get store() {
      return store
    },
    get redis() {
      return registrar.redis
    },
    get gateway() {
      return registrar.gateway
    },
    get workers() {
      return registrar.workers
    },
    get variables() {
      return registrar.variables
    },
    /** Of its gateway. */
    get url() {
      return registrar.gateway.url
    },
    output: () => registrar.output(),
  }
}
