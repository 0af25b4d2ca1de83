import type { Redis } from 'ioredis'
import type { QueueKeys } from '../redis/keys.ts'

const LOOK_MS = 250

/**
 * One job more for each so many that wait. Who takes a job early keeps it from the other workers: with so many waiting
 * for each, they have enough to do until it is their turn.
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

/** Lets a worker take more jobs at a time the longer the line is: what ends together costs less. */
export function followLine({ redis, keys, least, most, isBusy, takeUpTo }: Options): Disposable {
  const look = async () => {
    const waiting = await redis.llen(keys.wait)
    takeUpTo(Math.min(least + Math.floor(waiting / WAITING_FOR_ONE_MORE), most))
  }
  const timer = setInterval(() => {
    if (redis.status === 'ready' && isBusy()) look().catch(() => {}) // Redis refuses it: the next turn looks again
  }, LOOK_MS)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
