import { growingPauses } from '@registrar/shared/process/growing-pauses'
import { StoreUnavailableError } from '../user-store.ts'

/** An election in a replica set takes 10 s; what is unavailable for longer is for a person to look at. */
const PATIENCE_MS = 60_000

type Options = { signal: AbortSignal; onUnavailable(message: string): void }

/**
 * Runs `work`, and again while the store is unavailable, for a minute. It must be something that may be repeated.
 * @throws StoreUnavailableError after that, AbortError when `signal` aborts during a pause
 */
export async function patiently<T>(work: () => Promise<T>, { signal, onUnavailable }: Options): Promise<T> {
  const startedAt = performance.now()
  for await (const _ of growingPauses(signal)) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof StoreUnavailableError) || performance.now() - startedAt > PATIENCE_MS) throw error
      onUnavailable(error.message)
    }
  }
  throw new Error('pauses never end')
}
