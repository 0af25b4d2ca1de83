import { availableParallelism } from 'node:os'
import { Tinypool } from 'tinypool'
import type { DigestJob } from './digest-thread.ts'

/** A digest in a thread was not ready in time. Nothing is known about the password. */
export class DigestDeadlineError extends Error {
  override name = 'DigestDeadlineError'
  readonly code = 'digest_deadline'
}

/**
 * Computes what Node has no native code for, in threads of their own: a hash of a hundred thousand rounds would hold up
 * everything else in its process for half a second.
 */
export interface DigestThreads extends AsyncDisposable {
  /** @throws DigestDeadlineError */
  digest(job: DigestJob): Promise<Uint8Array>
}

export type DigestThreadsOptions = {
  /** Threads at work at the same time; the rest wait. Default: the cores. */
  threads?: number
  /**
   * How long one digest may take, waiting included, before its thread is ended. The bounds allow about a second of an idle
   * core: whatever takes ten times as long is not what the bounds were meant for, or nobody waits for it any more.
   */
  deadlineMs?: number
}

/** Starts a thread only when there is work for it, and ends it after a while without. Idle threads keep no process alive. */
export function createDigestThreads({
  threads = availableParallelism(),
  deadlineMs = 10_000,
}: DigestThreadsOptions = {}): DigestThreads {
  const pool = new Tinypool({
    filename: new URL('./digest-thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: 30_000,
  })
  return {
    async digest(job) {
      const signal = AbortSignal.timeout(deadlineMs)
      try {
        return await pool.run(job, { signal })
      } catch (error) {
        throw signal.aborted ? new DigestDeadlineError(`A digest took longer than ${deadlineMs} ms.`) : error
      }
    },
    [Symbol.asyncDispose]: () => pool.destroy(),
  }
}
