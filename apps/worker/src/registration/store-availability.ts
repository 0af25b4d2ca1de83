import { growingPauses } from '@registrar/shared/process/growing-pauses'
import type { Logger } from '@registrar/shared/process/logger'
import { createOutageLog } from '@registrar/shared/process/outage-log'
import { prepareStore } from '@registrar/users/prepare-store'
import { StoreUnavailableError, type UserStore } from '@registrar/users/user-store'

type Options = {
  log: Logger
  /** Aborts when this process shuts down: registrations that wait for the store then give up. */
  shutdown: AbortSignal
  onUnavailable: () => void
  onAvailable: () => void
}

/**
 * Knows whether the store is available. While it is not, one search with growing pauses runs for the whole process,
 * however many jobs wait. It counts as unavailable until it is first prepared, its unique index with it.
 */
export type StoreAvailability = {
  readonly isAvailable: boolean
  /** Checks once; while the store is unavailable, keeps trying in the background. @throws ConfigurationError when it can never be used */
  open(): Promise<void>
  /** Resolves as soon as the store can be used. @throws AbortError when this process shuts down first */
  whenAvailable(): Promise<void>
  /** Does `work`, again after each outage until it has an answer, so that a hash already computed is not lost. */
  persist<T>(work: () => Promise<T>): Promise<T>
}

export function createStoreAvailability(store: Pick<UserStore, 'prepare'>, options: Options): StoreAvailability {
  const { shutdown, onUnavailable, onAvailable } = options
  const outage = createOutageLog(options.log, {
    down: 'the user store is unavailable; no job is taken until it recovers',
    up: 'the user store has recovered',
  })
  let isAvailable = false
  let search: Promise<void> | undefined

  const look = async () => {
    if (!(await prepareStore(store, outage))) return
    isAvailable = true
    onAvailable()
  }
  const searchUntilFound = async () => {
    for await (const _ of growingPauses(shutdown)) {
      await look()
      if (isAvailable) return
    }
  }
  const whenAvailable = async () => {
    while (!isAvailable) {
      search ??= searchUntilFound().finally(() => {
        search = undefined
      })
      await search
    }
  }

  return {
    get isAvailable() {
      return isAvailable
    },
    whenAvailable,
    async open() {
      await look()
      whenAvailable().catch((error) => {
        if (!shutdown.aborted) throw error
      })
    },
    async persist(work) {
      // The pauses are for a store that answers the search and yet refuses the work.
      for await (const _ of growingPauses(shutdown)) {
        await whenAvailable()
        try {
          return await work()
        } catch (error) {
          if (!(error instanceof StoreUnavailableError)) throw error
          outage.down(error.message)
          if (isAvailable) onUnavailable()
          isAvailable = false
        }
      }
      throw new Error('unreachable: the pauses never end')
    },
  }
}
