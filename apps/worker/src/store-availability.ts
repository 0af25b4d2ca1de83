import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '@registrar/shared/logger'
import { StoreUnavailableError, type UserStore } from './user-store.ts'

const FIRST_PAUSE_MS = 100
/** A store that is back is found within this, plus the time one look takes. */
const LONGEST_PAUSE_MS = 2_000
/** An outage is said again this often, not for each job and each look. */
const REMINDER_MS = 60_000

type Options = {
  log: Logger
  /** Aborts when this process leaves: whoever waits for the store then gives up. */
  leaving: AbortSignal
  onAway: () => void
  onBack: () => void
}

/**
 * Knows whether the store can be used. While it is away it is looked for with growing pauses, once for the whole
 * process however many jobs wait. It counts as away until it was first prepared, its unique index with it.
 */
export type StoreAvailability = {
  readonly isAvailable: boolean
  /** Looks once; while the store is away, goes on in the background. @throws ConfigurationError when it can never be used */
  open(): Promise<void>
  /** Resolves as soon as the store can be used. @throws AbortError when this process leaves first */
  whenAvailable(): Promise<void>
  /** Does `work`, again after each outage until it has an answer, so that what `work` holds in hand is not lost. */
  persist<T>(work: () => Promise<T>): Promise<T>
}

export function createStoreAvailability(store: Pick<UserStore, 'prepare'>, options: Options): StoreAvailability {
  const { log, leaving, onAway, onBack } = options
  const outage = createOutageLog(log)
  let isAvailable = false
  let search: Promise<void> | undefined

  const look = async () => {
    try {
      await store.prepare()
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error
      return outage.away(error)
    }
    outage.back()
    isAvailable = true
    onBack()
  }
  const searchUntilFound = async () => {
    for (const pauseMs of growingPauses()) {
      await look()
      if (isAvailable) return
      await delay(pauseMs, undefined, { signal: leaving })
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
        if (!leaving.aborted) throw error
      })
    },
    async persist(work) {
      for (const pauseMs of growingPauses()) {
        await whenAvailable()
        try {
          return await work()
        } catch (error) {
          if (!(error instanceof StoreUnavailableError)) throw error
          outage.away(error)
          if (isAvailable) onAway()
          isAvailable = false
        }
        await delay(pauseMs, undefined, { signal: leaving }) // it may answer our look and yet refuse our work
      }
      throw new Error('growing pauses never end')
    },
  }
}

function* growingPauses() {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) yield pauseMs
}

/** Says an outage once a minute and its end once. */
function createOutageLog(log: Logger) {
  let saidAt: number | undefined
  return {
    away(error: StoreUnavailableError) {
      const now = performance.now()
      if (saidAt !== undefined && now - saidAt < REMINDER_MS) return
      saidAt = now
      log.warn({ reason: error.message }, 'the user store is away; no job is taken until it is back')
    },
    back() {
      if (saidAt !== undefined) log.info('the user store is back')
      saidAt = undefined
    },
  }
}
