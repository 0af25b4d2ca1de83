import type { Redis } from 'ioredis'
import type { QueueKeys } from '../redis/keys.ts'

const LOOK_MS = 250

/**
 * One more job in flight for every so many that wait. A job taken early is kept from other workers: with this many
 * waiting per job, they have enough to do.
 */
const WAITING_FOR_ONE_MORE = 16

type Options = {
  redis: Redis
  keys: QueueKeys
  /** Jobs in flight when none waits, and when very many do. */
  least: number
  most: number
  isBusy: () => boolean
  takeUpTo: (jobs: number) => void
}

/** Lets a worker take more jobs at a time the longer the queue is: jobs that end together cost less. */
export function followLine({ redis, keys, least, most, isBusy, takeUpTo }: Options): Disposable {
  const look = async () => {
    const waiting = await redis.llen(keys.wait)
    takeUpTo(Math.min(least + Math.floor(waiting / WAITING_FOR_ONE_MORE), most))
  }
  const timer = setInterval(() => {
    if (redis.status === 'ready' && isBusy()) look().catch(() => {}) // Redis refused it: the next turn checks again
  }, LOOK_MS)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
