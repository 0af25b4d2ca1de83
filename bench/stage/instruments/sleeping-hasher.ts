import { setTimeout as delay } from 'node:timers/promises'
import type * as real from '@registrar/users/hashing/password-hasher'

/**
 * Waits for BENCH_HASH_MS instead of hashing, without using the CPU: workers then do not compete for this machine's cores.
 * One at a time, as on the single hashing thread of a worker with one hash in flight.
 */
export async function createPasswordHasher(): Promise<real.PasswordHasher> {
  const costMs = Number(process.env['BENCH_HASH_MS'])
  let thread: Promise<unknown> = Promise.resolve()
  return {
    engine: 'node-rs',
    async hash() {
      thread = thread.then(() => delay(costMs))
      await thread
      return '$argon2id$v=19$m=19456,t=2,p=1$c3RhbmQtaW4tc2FsdC4$YSBzdGFuZC1pbiwgbm90IGEgaGFzaCBvZiBhbnl0aGluZw'
    },
  }
}
