import { growingPauses } from '@registrar/shared/process/growing-pauses'
import { StoreUnavailableError } from '../user-store.ts'

/** An election in a replica set takes 10 s; a longer outage needs a person. */
const PATIENCE_MS = 60_000

type Options = { signal: AbortSignal; onUnavailable(message: string): void }

/**
 * Runs `work`, and repeats it for up to a minute while the store is unavailable. It must be safe to repeat.
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
