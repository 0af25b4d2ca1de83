/**
 * How long a job stays with a worker that has gone silent, and how often the others look for such jobs. With BullMQ's
 * 30 s and 30 s the job of a killed worker waits for 90 s; docs/operations.md has the figures for these. A lock is
 * renewed every half of its time, so an event loop may block for 2.5 s and lose nothing.
 */
export const LOCK_MS = 5_000
export const STALLED_CHECK_MS = 2_000

/** BullMQ's options for them. It never fails a job because its workers died: that decision is ours. */
export const LOCK_OPTIONS = {
  lockDuration: LOCK_MS,
  stalledInterval: STALLED_CHECK_MS,
  maxStalledCount: Number.MAX_SAFE_INTEGER,
}
