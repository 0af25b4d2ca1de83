import { runTask } from '../stage/children.ts'
import type { ArrivalsResult, ArrivalsTask } from './arrivals.ts'
import type { ClosedLoop } from './closed-loop.ts'
import type { VerificationsResult, VerificationsTask } from './verifications.ts'
import type { Answered, WaitingClientsTask } from './waiting-clients.ts'

/** Answers a second under as much load as `connections` can send; the load runs in a process of its own. */
export const closedLoop = (load: ClosedLoop): Promise<number> => runTask<number>('bench/load/closed-loop.ts', load)

/** Latencies of sign-ups that arrive on a schedule; the load runs in a process of its own. */
export const arrivals = (load: ArrivalsTask): Promise<ArrivalsResult> =>
  runTask<ArrivalsResult>('bench/load/arrivals.ts', load)

/** When each of many waiting clients gets its outcome; they run in a process of their own. */
export const waitingClients = (load: WaitingClientsTask): Promise<Answered[]> =>
  runTask<Answered[]>('bench/load/waiting-clients.ts', load)

/** Verifications with the right password; the load runs in a process of its own. */
export const verifications = (load: VerificationsTask): Promise<VerificationsResult> =>
  runTask<VerificationsResult>('bench/load/verifications.ts', load)
