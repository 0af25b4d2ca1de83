import { storeAnswered } from '@registrar/shared/telemetry/observations'
import { StoreUnavailableError, type UserStore } from '../user-store.ts'

type Method = (...args: unknown[]) => Promise<unknown>

/** No user has this id (RFC 9562, 5.9). */
const NIL = '00000000-0000-0000-0000-000000000000'

/** Whether `store` answers: it is asked for a user that cannot exist. */
export const answers = (store: Pick<UserStore, 'find'>): Promise<boolean> =>
  store.find(NIL).then(
    () => true,
    () => false,
  )

/** `store`, each of whose answers can be observed. */
export function observed(store: UserStore): UserStore {
  const methods = Object.entries(store) as [string, Method][]
  return { ...store, ...Object.fromEntries(methods.map(([name, method]) => [name, timed(name, method)])) }
}

const timed =
  (operation: string, method: Method): Method =>
  async (...args) => {
    if (!storeAnswered.hasSubscribers) return method(...args)
    const startedAt = performance.now()
    const publish = (result: 'ok' | 'unavailable' | 'error') =>
      storeAnswered.publish({ operation, result, seconds: (performance.now() - startedAt) / 1_000 })
    try {
      const answer = await method(...args)
      publish('ok')
      return answer
    } catch (error) {
      publish(error instanceof StoreUnavailableError ? 'unavailable' : 'error')
      throw error
    }
  }
