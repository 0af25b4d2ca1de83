import type { StoreSettings } from '@registrar/users/stores/open-user-store'
import * as real from '@registrar/users/stores/open-user-store'
import type { NewUser, UserStore } from '@registrar/users/user-store'
import { reach } from './points.ts'

export async function openUserStore(settings: StoreSettings): Promise<UserStore> {
  const store = await real.openUserStore(settings)
  return {
    ...store,
    async insertMany(users: NewUser[]) {
      if (users.length > 1) await reach('group to be inserted')
      const results = await store.insertMany(users)
      if (users.length > 1) await reach('group inserted')
      await reach('user inserted')
      return results
    },
  }
}
