import { afterAll, afterEach } from 'vitest'
import { endChildren } from './children.ts'
import { demandContract, watchFetch } from './contract.ts'

watchFetch()
afterEach(demandContract)
afterAll(endChildren)
