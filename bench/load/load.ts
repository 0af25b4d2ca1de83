import { ask } from '../stage/children.ts'
import type { ArrivalsOrder, ArrivalsSeen } from './arrivals.ts'
import type { ClosedLoop } from './closed-loop.ts'
import type { Told, WaitersOrder } from './waiters.ts'

/** Answers a second under as much load as `connections` make; the load is a process of its own. */
export const closedLoop = (load: ClosedLoop): Promise<number> => ask<number>('bench/load/closed-loop.ts', load)

/** Latencies of sign-ups that arrive on a schedule; the load is a process of its own. */
export const arrivals = (load: ArrivalsOrder): Promise<ArrivalsSeen> =>
  ask<ArrivalsSeen>('bench/load/arrivals.ts', load)

/** When each of many who wait is told; they are a process of their own. */
export const waiters = (load: WaitersOrder): Promise<Told[]> => ask<Told[]>('bench/load/waiters.ts', load)
