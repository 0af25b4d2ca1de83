import type { StoreSettings } from '../../../apps/worker/src/stores/open-user-store.ts'
import * as real from '../../../apps/worker/src/stores/open-user-store.ts'
import type { User, UserStore } from '../../../apps/worker/src/user-store.ts'
import { reach } from './points.ts'

export async function openUserStore(settings: StoreSettings): Promise<UserStore> {
  const store = await real.openUserStore(settings)
  return {
    prepare: () => store.prepare(),
    find: (userId) => store.find(userId),
    async insert(user: User) {
      const result = await store.insert(user)
      await reach('user inserted')
      return result
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}
