import type { StoreSettings } from '@registrar/users/stores/open-user-store'
import * as real from '@registrar/users/stores/open-user-store'
import type { User, UserStore } from '@registrar/users/user-store'
import { reach } from './points.ts'

export async function openUserStore(settings: StoreSettings): Promise<UserStore> {
  const store = await real.openUserStore(settings)
  return {
    prepare: () => store.prepare(),
    find: (userId) => store.find(userId),
    createdSince: (...range) => store.createdSince(...range),
    async insert(user: User) {
      const result = await store.insert(user)
      await reach('user inserted')
      return result
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}
