import { availableParallelism } from 'node:os'
import type { Argon2Engine } from '@registrar/users/hashing/password-hasher'
import { ask } from './children.ts'

export const CORES = availableParallelism()

const HASHING = 'bench/peers/raw-hashing.ts'

/** Hashes a second of one process for each core, each with one in flight: what the workers could reach at best. */
export async function rawHashRate(seconds: number): Promise<number> {
  const rates = await Promise.all(Array.from({ length: CORES }, () => ask<number>(HASHING, { inFlight: 1, seconds })))
  return rates.reduce((sum, rate) => sum + rate)
}

/** Hashes a second of one process that keeps all cores busy by its threads. */
export const engineHashRate = (engine: Argon2Engine, seconds: number): Promise<number> =>
  ask<number>(HASHING, { engine, inFlight: CORES, seconds }, { UV_THREADPOOL_SIZE: `${CORES}` })
