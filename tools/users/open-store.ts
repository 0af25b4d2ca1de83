import { resolve } from 'node:path'
import { openUserStore, type StoreSettings } from '@registrar/users/stores/open-user-store'
import type { UserStore } from '@registrar/users/user-store'

/** The user store that the environment chooses, and says on stderr which one that is. */
export function openStore(settings: StoreSettings): Promise<UserStore> {
  // Only that: the URI may hold a password.
  console.error(`User store: ${settings.MONGODB_URI ? 'MONGODB_URI' : `registrar.db in ${resolve(settings.DATA_DIR)}`}`)
  return openUserStore(settings)
}
