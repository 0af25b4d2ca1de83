import { ConfigurationError } from '@registrar/shared/process/environment'
import { StoreUnavailableError } from '@registrar/users/user-store'

/**
 * Runs `work` on the user store. What it throws once `signal` has aborted is no fault: it was interrupted.
 * @throws ConfigurationError, a sentence, when the store is unavailable
 */
export async function untilInterrupted(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (signal.aborted) return
    if (!(error instanceof StoreUnavailableError)) throw error
    throw new ConfigurationError(
      `The user store is unavailable (${error.message}). Nothing that was reported is lost: run the same command again when it has recovered.`,
    )
  }
}
