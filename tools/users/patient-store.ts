import { growingPauses } from '@registrar/shared/process/growing-pauses'
import { StoreUnavailableError, type UserStore } from '@registrar/users/user-store'

/** An election in a replica set takes 10 s; a longer outage needs a person. */
const PATIENCE_MS = 60_000
const SAY_EVERY_MS = 10_000

type PatientStore = Pick<UserStore, 'prepare' | 'insertMany' | 'checkMany' | 'findMany' | 'page'>
type Options = { signal: AbortSignal; say(line: string): void }

/**
 * What import and export use of `store`, all of it safe to repeat. Each call is repeated for up to a minute while the
 * store is unavailable, which `say` hears now and then.
 * @throws StoreUnavailableError after that, AbortError when `signal` aborts during a pause: from each method
 */
export function patientStore(store: PatientStore, { signal, say }: Options): PatientStore {
  let saidAt = Number.NEGATIVE_INFINITY
  const sayUnavailable = (reason: string) => {
    if (performance.now() - saidAt < SAY_EVERY_MS) return
    saidAt = performance.now()
    say(`The user store is unavailable, trying again: ${reason}`)
  }
  const patiently = async <T>(work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now()
    for await (const _ of growingPauses(signal)) {
      try {
        return await work()
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || performance.now() - startedAt > PATIENCE_MS) throw error
        sayUnavailable(error.message)
      }
    }
    throw new Error('pauses never end')
  }
  return {
    prepare: () => patiently(() => store.prepare()),
    insertMany: (users) => patiently(() => store.insertMany(users)),
    checkMany: (users) => patiently(() => store.checkMany(users)),
    findMany: (userIds) => patiently(() => store.findMany(userIds)),
    page: (cursor) => patiently(() => store.page(cursor)),
  }
}
