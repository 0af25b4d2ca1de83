import { setTimeout as delay } from 'node:timers/promises'
import type * as real from '../../../apps/worker/src/password-hasher.ts'

/** A hash that costs BENCH_HASH_MS of waiting and no CPU: with it, workers do not compete for this machine's cores. */
export async function createPasswordHasher(): Promise<real.PasswordHasher> {
  const costMs = Number(process.env['BENCH_HASH_MS'])
  return {
    engine: 'node-rs',
    async hash() {
      await delay(costMs)
      return '$argon2id$v=19$m=19456,t=2,p=1$c3RhbmQtaW4tc2FsdC4$YSBzdGFuZC1pbiwgbm90IGEgaGFzaCBvZiBhbnl0aGluZw'
    },
  }
}
