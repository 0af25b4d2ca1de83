import type { Service } from './service.ts'

/** That something happened to a registration, by the machine's monotonic clock, in milliseconds. */
export type Sighting = { jobId: string; at: number }

/** One clock for all processes of this machine, finer than a microsecond. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6

/** Collects what instrumented workers tell, by job id. */
export function sightingsOf(workers: Service[]): Map<string, number> {
  const seen = new Map<string, number>()
  for (const { child } of workers) child.on('message', ({ jobId, at }: Sighting) => seen.set(jobId, at))
  return seen
}
