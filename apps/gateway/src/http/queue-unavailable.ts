import type { Refusal } from '@registrar/shared/http/refusal'
import { refuse } from './refuse.ts'

/** Redis is unavailable for now: nothing was accepted, and trying again in a few seconds is right. */
export const queueUnavailable = (cause?: unknown): Refusal =>
  refuse('queue_unavailable', 'Try again in a few seconds.', { headers: { 'retry-after': '5' }, cause })
