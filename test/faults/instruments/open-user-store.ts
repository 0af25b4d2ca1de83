import type { StoreSettings } from '@registrar/users/stores/open-user-store'
import * as real from '@registrar/users/stores/open-user-store'
import type { NewUser, UserStore } from '@registrar/users/user-store'
import { reach } from './points.ts'

export async function openUserStore(settings: StoreSettings): Promise<UserStore> {
  const store = await real.openUserStore(settings)
  return {
    ...store,
    async insert(user: NewUser) {
      const result = await store.insert(user)
      await reach('user inserted')
      return result
    },
  }
}
