import type { Refusal } from '@registrar/shared/http/refusal'
import { StoreUnavailableError } from '@registrar/users/user-store'
import { refuse } from './refuse.ts'

/** A caller is promised an answer within a second. */
const DEADLINE_MS = 900

const soon = { 'retry-after': '5' }

/** Redis is unavailable. Without its counts nothing is verified. */
const queueUnavailable = (cause?: unknown): Refusal =>
  refuse('queue_unavailable', 'Nothing was verified or changed. Try again in a few seconds.', { headers: soon, cause })

/** The store is unavailable. A pending write may still take effect; it is safe to repeat. */
export const storeUnavailable = (cause?: unknown): Refusal =>
  refuse('store_unavailable', 'Try again in a few seconds.', { headers: soon, cause })

/** The answer of Redis. @throws Refusal queue_unavailable when it has none, or none in time */
export const fromRedis = <T>(answer: Promise<T>): Promise<T> =>
  inTime(answer).catch((cause) => {
    throw queueUnavailable(cause)
  })

/** The answer of the store. @throws Refusal store_unavailable when it has none, or none in time */
export const fromStore = <T>(answer: Promise<T>): Promise<T> =>
  inTime(answer).catch((cause) => {
    throw cause instanceof StoreUnavailableError || cause instanceof LateError ? storeUnavailable(cause) : cause
  })

class LateError extends Error {
  override name = 'LateError'
}

function inTime<T>(answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    // After a blocked event loop, sockets are read first: the answer may already be there.
    const late = setTimeout(() => setImmediate(reject, new LateError()), DEADLINE_MS)
    const settled = () => clearTimeout(late)
    void answer.then(resolve, reject).then(settled)
  })
}
