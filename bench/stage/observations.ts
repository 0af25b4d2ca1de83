import type { Service } from './service.ts'

/** When something happened to a registration, by the machine's monotonic clock, in milliseconds. */
export type Observation = { jobId: string; at: number }

/** One clock for all processes of this machine, finer than a microsecond. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6

/** Collects what instrumented workers report, by job id. */
export function observationsOf(workers: Service[]): Map<string, number> {
  const seen = new Map<string, number>()
  for (const { child } of workers) child.on('message', ({ jobId, at }: Observation) => seen.set(jobId, at))
  return seen
}
