import { Refusal } from './refusal.ts'

/** Redis is away, for now: nothing was promised, and trying again in a few seconds is right. */
export function queueUnavailable(cause?: unknown): Refusal {
  const refusal = new Refusal('queue_unavailable', 'Try again in a few seconds.', { headers: { 'retry-after': '5' } })
  refusal.cause = cause
  return refusal
}
