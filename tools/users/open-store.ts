import { resolve } from 'node:path'
import { ConfigurationError } from '@registrar/shared/process/environment'
import { openUserStore, type StoreSettings } from '@registrar/users/stores/open-user-store'
import { StoreUnavailableError, type UserStore } from '@registrar/users/user-store'

/** The user store that the environment chooses, and says on stderr which one that is. */
export function openStore(settings: StoreSettings): Promise<UserStore> {
  // Only that: the URI may hold a password.
  console.error(`User store: ${settings.MONGODB_URI ? 'MONGODB_URI' : `registrar.db in ${resolve(settings.DATA_DIR)}`}`)
  return openUserStore(settings)
}

/** Runs `work`. @throws ConfigurationError, a sentence, when the store is unavailable */
export async function explainingStoreFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error
    throw new ConfigurationError(
      `The user store is unavailable (${error.message}). Nothing that was reported is lost: run the same command again when it has recovered.`,
    )
  }
}
