import { type Phase, randomArrivals } from './arrivals.ts'
import { figuresOf } from './figures.ts'
import { fluidFormula } from './fluid-formula.ts'
import { capacityOf, describeWorkers, drawFrom } from './hash-times.ts'
import { simulateQueue } from './queue.ts'
import { count, table, time } from './table.ts'

type Capacity = { workers: number; hashTimes: number[]; maxBacklog: number }

/** The result for random arrivals, as a table; the formula beside it ignores randomness and the backlog limit. */
export function predict(phases: Phase[], { workers, hashTimes, maxBacklog }: Capacity): string {
  const arrivals = randomArrivals(phases)
  const capacity = capacityOf(workers, hashTimes)
  const formula = fluidFormula(phases, capacity)
  const simulated = figuresOf(simulateQueue({ arrivals, workers, workMs: drawFrom(hashTimes), maxBacklog }))
  return `${count(arrivals.length)} sign-ups, ${describeWorkers(workers, hashTimes)}: ${capacity.toFixed(0)} a second

${table([
  ['', 'simulated', 'formula'],
  ['peak backlog', count(simulated.peakBacklog), count(formula.peakBacklog)],
  ['refused', count(simulated.refused), ''],
  ['wait, p50', time(simulated.wait.p50), ''],
  ['wait, p99', time(simulated.wait.p99), ''],
  ['wait, longest', time(simulated.wait.longest), ''],
  ['drained after', time(simulated.drainedAfterMs), time(formula.drainedAfterMs)],
])}`
}
