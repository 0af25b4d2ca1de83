import { availableParallelism } from 'node:os'
import type { Argon2Engine } from '@registrar/users/hashing/password-hasher'
import { runTask } from './children.ts'

export const CORES = availableParallelism()

const HASHING = 'bench/peers/raw-hashing.ts'

/** Hashes a second of one process for each core, each with one in flight: the upper limit for the workers. */
export async function rawHashRate(seconds: number): Promise<number> {
  const rates = await Promise.all(
    Array.from({ length: CORES }, () => runTask<number>(HASHING, { inFlight: 1, seconds })),
  )
  return rates.reduce((sum, rate) => sum + rate)
}

/** Hashes a second of one process whose threads keep all cores busy. */
export const engineHashRate = (engine: Argon2Engine, seconds: number): Promise<number> =>
  runTask<number>(HASHING, { engine, inFlight: CORES, seconds }, { UV_THREADPOOL_SIZE: `${CORES}` })
