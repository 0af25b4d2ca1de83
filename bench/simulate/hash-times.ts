import { availableParallelism } from 'node:os'
import { createPasswordHasher } from '@registrar/users/hashing/password-hasher'
import { quantile } from './figures.ts'
import { time } from './table.ts'

/** The workers' defaults. */
const PARAMETERS = { memoryKib: 19_456, timeCost: 2, parallelism: 1 }
const PASSWORD = 'correct horse battery staple'
const MEASURED_FOR_MS = 2_000

/**
 * Hashes for two seconds, one in flight for each of `workers`, and returns how long each hash took, in milliseconds.
 * There are never more in flight than cores: workers beyond those are assumed to run on other machines.
 */
export async function measureHashTimes(workers: number): Promise<number[]> {
  const { hash } = await createPasswordHasher(PARAMETERS)
  const times: number[] = []
  const endsAt = performance.now() + MEASURED_FOR_MS
  const hashRepeatedly = async () => {
    while (performance.now() < endsAt) {
      const begun = performance.now()
      await hash(Buffer.from(PASSWORD))
      times.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: Math.min(workers, availableParallelism()) }, hashRepeatedly))
  return times
}

/** A function that returns one of `times` at random. */
export const drawFrom = (times: number[]) => () => times[Math.floor(Math.random() * times.length)]!

/** How many registrations a second `workers` can process. */
export const capacityOf = (workers: number, times: number[]) => (workers * 1_000) / mean(times)

export function describeWorkers(workers: number, times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const spread = times.length > 1 ? ` (p50 ${time(quantile(sorted, 0.5))}, p99 ${time(quantile(sorted, 0.99))})` : ''
  return `${workers} ${workers === 1 ? 'worker' : 'workers'}, ${time(mean(times))} a hash${spread}`
}

const mean = (times: number[]) => times.reduce((sum, ms) => sum + ms, 0) / times.length
