import { afterAll, afterEach } from 'vitest'
import { endChildren } from './children.ts'
import { demandContract } from './contract-breaches.ts'
import { watchFetch } from './watch-fetch.ts'

watchFetch()
afterEach(demandContract)
afterAll(endChildren)
