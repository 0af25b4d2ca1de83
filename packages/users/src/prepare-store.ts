import type { OutageLog } from '@registrar/shared/process/outage-log'
import { StoreUnavailableError, type UserStore } from './user-store.ts'

/** Prepares the store; false while it is unavailable, which `outage` notes. @throws ConfigurationError when it can never be used */
export async function prepareStore(store: Pick<UserStore, 'prepare'>, outage: OutageLog): Promise<boolean> {
  try {
    await store.prepare()
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error
    outage.down(error.message)
    return false
  }
  outage.up()
  return true
}
