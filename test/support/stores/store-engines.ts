import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { mongoStoreAt, sqliteStore, type TestStore } from './test-store.ts'

export type { TestStore } from './test-store.ts'

const mongo = inject('mongo')

/** Every engine that can run here. The run's last lines name one that cannot. */
export const storeEngines: { name: string; create(): Promise<TestStore> }[] = [
  { name: 'sqlite', create: sqliteStore },
  ...(mongo ? [{ name: 'mongodb', create: mongoStore }] : []),
]

async function mongoStore(): Promise<TestStore> {
  return mongoStoreAt(mongo!.uri.replace('DATABASE', `t-${randomBytes(6).toString('hex')}`))
}
