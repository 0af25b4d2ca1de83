import type { StoreSettings } from '@registrar/users/stores/open-user-store'
import * as real from '@registrar/users/stores/open-user-store'
import type { NewUser, UserStore } from '@registrar/users/user-store'
import { reach } from './points.ts'

export async function openUserStore(settings: StoreSettings): Promise<UserStore> {
  const store = await real.openUserStore(settings)
  return {
    ...store,
    async insertMany(users: NewUser[]) {
      const results = await store.insertMany(users)
      await reach('user inserted')
      return results
    },
  }
}
