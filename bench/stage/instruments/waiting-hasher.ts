import { setTimeout as delay } from 'node:timers/promises'
import type * as real from '@registrar/users/hashing/password-hasher'

/**
 * A hash that costs BENCH_HASH_MS of waiting and no CPU: with it, workers do not compete for this machine's cores. One
 * at a time, as on the one thread that a worker with one hash in flight has.
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
