import { afterAll, afterEach } from 'vitest'
import { demandContract } from './http/contract-breaches.ts'
import { watchFetch } from './http/watch-fetch.ts'
import { endChildren } from './processes/children.ts'

watchFetch()
afterEach(demandContract)
afterAll(endChildren)
